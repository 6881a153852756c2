# SPDX-License-Identifier: MIT
"""The list of checks, done by Telethon."""

import asyncio
import logging

import telethon
from checks import MEBIBYTE, PICTURE, Arguments, data, digest, expect, named, run, until
from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.network import connection
from telethon.sessions import MemorySession, StringSession

# What the library's warnings say belongs to the output of a check that failed.
logging.basicConfig(level=logging.WARNING)

arguments = Arguments()
emulator = arguments.emulator
rsa._server_keys.clear()
rsa.add_key(emulator.key, old=False)

TRANSPORTS = {
    "full": connection.ConnectionTcpFull,
    "abridged": connection.ConnectionTcpAbridged,
    "intermediate": connection.ConnectionTcpIntermediate,
    "obfuscated": connection.ConnectionTcpObfuscated,
}
API = (1, "0123456789abcdef0123456789abcdef")


def make(session=None, transport="full", dc=1):
    if session is None:
        session = MemorySession()
        session.set_dc(dc, *emulator.centers[dc])
    return TelegramClient(
        session, *API, connection=TRANSPORTS[transport], request_retries=3, connection_retries=3, retry_delay=1,
        flood_sleep_threshold=30)


async def note(seen, *facts):
    seen.append(facts)


class Checks:
    def __init__(self):
        self.client = make(dc=1)
        self.content = data(30 * MEBIBYTE, 5)

    def connect(self, transport):
        async def check():
            client = make(transport=transport)
            await client.connect()
            config = await client(functions.help.GetConfigRequest())
            expect({o.id for o in config.dc_options} == set(emulator.centers), config.dc_options)
            await client.disconnect()
        return check

    async def login_code(self):
        await self.client.connect()
        expect(not await self.client.is_user_authorized())
        sent = await self.client.send_code_request(arguments.phone)
        expect(isinstance(sent.type, types.auth.SentCodeTypeApp), sent)
        me = await self.client.sign_in(arguments.phone, arguments.code)
        expect(me.phone == arguments.phone.lstrip("+"), me)
        expect((await self.client.get_me()).id == me.id)

    async def wrong_code(self):
        client = make()
        await client.connect()
        await client.send_code_request(arguments.phone)
        try:
            await client.sign_in(arguments.phone, "99999")
            expect(False, "a wrong code was taken")
        except errors.PhoneCodeInvalidError:
            pass
        expect(not await client.is_user_authorized())
        await client.disconnect()

    async def login_password(self):
        client = make()
        await client.connect()
        await client.send_code_request(arguments.phone_2fa)
        try:
            await client.sign_in(arguments.phone_2fa, arguments.code_2fa)
            expect(False, "no password was asked for")
        except errors.SessionPasswordNeededError:
            pass
        try:
            await client.sign_in(password="not " + arguments.password)
            expect(False, "a wrong password was taken")
        except errors.PasswordHashInvalidError:
            pass
        me = await client.sign_in(password=arguments.password)
        expect(me.phone == arguments.phone_2fa.lstrip("+"), me)
        await client.log_out()
        await client.disconnect()

    async def channel(self):
        updates = await self.client(functions.channels.CreateChannelRequest(
            title="Store " + telethon.__version__, about="blocks", broadcast=True))
        self.chat = updates.chats[0]
        expect(self.chat.creator and self.chat.broadcast, self.chat)
        full = await self.client(functions.channels.GetFullChannelRequest(self.chat))
        expect(full.full_chat.pts > 0 and full.full_chat.about == "blocks", full)

    async def upload(self):
        self.file = await self.client.upload_file(self.content, part_size_kb=512, file_name="block")
        expect(isinstance(self.file, types.InputFileBig) and self.file.parts == 60, self.file)

    async def send(self):
        self.message = await self.client.send_file(
            self.chat, self.file, caption=" see https://example.org/a and #tag ", force_document=True)
        expect(self.message.document.size == len(self.content), self.message)
        expect(self.message.message == "see https://example.org/a and #tag", self.message.message)
        kinds = {type(e) for e in self.message.entities}
        expect(kinds == {types.MessageEntityUrl, types.MessageEntityHashtag}, kinds)
        self.texts = [await self.client.send_message(self.chat, f"message {n}") for n in range(5)]

    async def history(self):
        messages = await self.client.get_messages(self.chat, limit=None)
        expect([m.id for m in messages] == sorted((m.id for m in messages), reverse=True))
        expect(isinstance(messages[-1].action, types.MessageActionChannelCreate), messages[-1])
        ids = {m.id for m in messages}
        expect({self.message.id, *(t.id for t in self.texts)} <= ids, ids)
        oldest = await self.client.get_messages(self.chat, limit=3, reverse=True, min_id=1)
        expect([m.id for m in oldest] == [2, 3, 4], oldest)
        found = await self.client.get_messages(self.chat, filter=types.InputMessagesFilterDocument(), limit=10)
        expect([m.id for m in found] == [self.message.id], found)
        words = await self.client.get_messages(self.chat, search="message", limit=10)
        expect(len(words) == 5, words)
        missing = await self.client.get_messages(self.chat, ids=[self.message.id, 5000])
        expect(missing[0].id == self.message.id and missing[1] is None, missing)

    async def download(self):
        content = await self.client.download_media(self.message, bytes)
        expect(digest(content) == digest(self.content), len(content))

    async def ranges(self):
        for offset, limit in [(0, 4096), (MEBIBYTE - 65536, 3 * 65536), (17 * MEBIBYTE, MEBIBYTE), (30 * MEBIBYTE - 100, 100)]:
            got = bytearray()
            async for piece in self.client.iter_download(self.message.document, offset=offset, request_size=65536):
                got += piece
                if len(got) >= limit:
                    break
            expect(bytes(got[:limit]) == self.content[offset:offset + limit], offset, limit, len(got))

    async def edit(self):
        edited = await self.client.edit_message(self.chat, self.message.id, "other *words*", parse_mode="md")
        expect(edited.edit_date is not None, edited)
        again = await self.client.get_messages(self.chat, ids=self.message.id)
        expect(again.message == "other *words*" and again.document.id == self.message.document.id, again)
        try:
            await self.client.edit_message(self.chat, self.message.id, "other *words*", parse_mode="md")
            expect(False, "an edit that changes nothing was taken")
        except errors.MessageNotModifiedError:
            pass

    async def pin(self):
        await self.client.pin_message(self.chat, self.message)
        pinned = await self.client.get_messages(self.chat, ids=types.InputMessagePinned())
        expect(pinned.id == self.message.id, pinned)
        found = await self.client.get_messages(self.chat, filter=types.InputMessagesFilterPinned(), limit=10)
        expect([m.id for m in found] == [self.message.id], found)
        await self.client.unpin_message(self.chat, self.message)
        full = await self.client(functions.channels.GetFullChannelRequest(self.chat))
        expect(full.full_chat.pinned_msg_id is None, full.full_chat)

    async def delete(self):
        gone = [t.id for t in self.texts[:3]]
        affected = await self.client.delete_messages(self.chat, gone)
        expect(affected[0].pts_count == 3, affected)
        left = await self.client.get_messages(self.chat, ids=gone)
        expect(left == [None, None, None], left)

    async def difference(self):
        first = await self.client(functions.updates.GetChannelDifferenceRequest(
            channel=self.chat, filter=types.ChannelMessagesFilterEmpty(), pts=1, limit=100))
        expect(first.final and first.new_messages, first)
        deleted = [u for u in first.other_updates if isinstance(u, types.UpdateDeleteChannelMessages)]
        expect(deleted and deleted[-1].messages == [t.id for t in self.texts[:3]], first.other_updates)
        again = await self.client(functions.updates.GetChannelDifferenceRequest(
            channel=self.chat, filter=types.ChannelMessagesFilterEmpty(), pts=first.pts, limit=100))
        expect(isinstance(again, types.updates.ChannelDifferenceEmpty), again)

    async def small_files(self):
        """What people post beside big files: pictures, albums, replies; and the filters that find them."""
        photo = await self.client.send_file(self.chat, named("p.png", PICTURE), caption="a picture")
        expect(photo.photo is not None and await self.client.download_media(photo, bytes) == PICTURE, photo)
        pictures = await self.client.send_file(self.chat, [named("1.png", PICTURE), named("2.png", PICTURE)])
        files = await self.client.send_file(
            self.chat, [named("1.txt", b"1"), named("2.txt", b"22")], caption=["a", "b"], force_document=True)
        for album in (pictures, files):
            expect(len(album) == 2 and album[0].grouped_id and album[0].grouped_id == album[1].grouped_id, album)
        expect([f.message for f in files] == ["a", "b"], files)
        again = await self.client.send_file(self.chat, photo.photo)
        expect(again.photo.id == photo.photo.id, again)
        reply = await self.client.send_message(self.chat, "reply", reply_to=photo, silent=True)
        expect(reply.reply_to_msg_id == photo.id and reply.silent, reply)
        seen = []
        content = await self.client.download_media(files[1], bytes, progress_callback=lambda *facts: seen.append(facts))
        expect(content == b"22" and seen[-1] == (2, 2), content, seen)
        found = await self.client.get_messages(self.chat, filter=types.InputMessagesFilterPhotos(), limit=10)
        expect({m.id for m in found} == {photo.id, again.id, *(p.id for p in pictures)}, found)
        found = await self.client.get_messages(self.chat, filter=types.InputMessagesFilterDocument(), limit=10)
        expect({m.id for m in found} == {self.message.id, *(f.id for f in files)}, found)
        for kind in (types.InputMessagesFilterVideo, types.InputMessagesFilterUrl, types.InputMessagesFilterMusic):
            expect(len(await self.client.get_messages(self.chat, filter=kind(), limit=10)) == 0, kind)
        expect(await self.client.send_read_acknowledge(self.chat))
        async with self.client.action(self.chat, "typing"):
            pass
        await self.client.delete_messages(self.chat, [photo.id, again.id, reply.id, *(m.id for m in [*pictures, *files])])

    async def another(self):
        """A second person joins by a link, and is told what happens: at once, and after an absence."""
        link = (await self.client(functions.messages.ExportChatInviteRequest(self.chat))).link
        other = make()
        await other.connect()
        await other.send_code_request(arguments.phone_2fa)
        try:
            await other.sign_in(arguments.phone_2fa, arguments.code_2fa)
        except errors.SessionPasswordNeededError:
            await other.sign_in(password=arguments.password)
        seen = []
        other.add_event_handler(lambda e: note(seen, "new", e.message.message), events.NewMessage())
        other.add_event_handler(lambda e: note(seen, "edited", e.message.message), events.MessageEdited())
        other.add_event_handler(lambda e: note(seen, "deleted", len(e.deleted_ids)), events.MessageDeleted())
        hash = link.rsplit("+", 1)[1]
        await other(functions.messages.ImportChatInviteRequest(hash))
        for wrong, error in ((hash, errors.UserAlreadyParticipantError), ("0", errors.InviteHashInvalidError)):
            try:
                await other(functions.messages.ImportChatInviteRequest(wrong))
                expect(False, "a link was good that is not", wrong)
            except error:
                pass
        chat = await other.get_entity(types.PeerChannel(self.chat.id))
        try:
            await other.send_message(chat, "may not")
            expect(False, "somebody without rights posted")
        except errors.ChatWriteForbiddenError:
            pass
        message = await self.client.send_message(self.chat, "first")
        await message.edit("second")
        await message.delete()
        wanted = [("new", "first"), ("edited", "second"), ("deleted", 1)]
        expect(await until(lambda: seen == wanted), seen)
        people = await self.client.get_participants(self.chat)
        user = next(p for p in people if not p.is_self)
        expect(len(people) == 2 and people.total == 2, people)
        expect((await self.client.get_permissions(self.chat, "me")).is_creator)
        expect(not (await self.client.get_permissions(self.chat, user)).is_admin)
        await self.client.edit_admin(self.chat, user, post_messages=True)
        expect((await self.client.get_permissions(self.chat, user)).post_messages)
        admins = await self.client.get_participants(self.chat, filter=types.ChannelParticipantsAdmins())
        expect(len(admins) == 2, admins)
        expect((await other.send_message(chat, "may now")).id > message.id)
        await other.disconnect()
        seen.clear()
        await self.client.send_message(self.chat, "meanwhile")
        await other.connect()
        await other.catch_up()
        expect(await until(lambda: ("new", "meanwhile") in seen), seen)
        await other.delete_dialog(chat)
        expect((await self.client.get_participants(self.chat)).total == 1)
        await other.log_out()
        await other.disconnect()

    async def reconnect(self):
        saved = StringSession.save(self.client.session)
        await self.client.disconnect()
        self.client = make(StringSession(saved), transport="abridged")
        await self.client.connect()
        expect(await self.client.is_user_authorized())
        expect((await self.client.get_me()).phone == arguments.phone.lstrip("+"))

    async def clock_skew(self):
        for seconds in (3600, -7200):
            fault = await emulator.call("fault.add", kind="clock_skew", seconds=seconds)
            expect((await self.client.get_me()).phone == arguments.phone.lstrip("+"), seconds)
            await emulator.call("fault.clear", id=fault)
            expect((await self.client.get_me()).phone == arguments.phone.lstrip("+"), seconds)

    async def fifty_at_once(self):
        request = functions.users.GetUsersRequest([types.InputUserSelf()])
        answers = await asyncio.gather(*(self.client(request) for _ in range(50)))
        expect(len({a[0].id for a in answers}) == 1 and len(answers) == 50)

    async def bot(self):
        token = await emulator.call("bot.add", name="keeper")
        client = make()
        await client.connect()
        me = await client.sign_in(bot_token=token)
        expect(me.bot, me)
        await self.client(functions.channels.EditAdminRequest(
            self.chat, await self.client.get_input_entity("keeper_bot"),
            types.ChatAdminRights(post_messages=True, edit_messages=True, delete_messages=True, pin_messages=True), rank=""))
        chats = await client(functions.channels.GetChannelsRequest([types.InputChannel(self.chat.id, 0)]))
        posted = await client.send_file(chats.chats[0], data(1000, 9), force_document=True, caption="by a bot")
        expect(await client.download_media(posted, bytes) == data(1000, 9))
        try:
            await client(functions.messages.GetHistoryRequest(chats.chats[0], 0, None, 0, 10, 0, 0, 0))
            expect(False, "a bot read the history")
        except errors.BotMethodInvalidError:
            pass
        await client.disconnect()

    async def finish(self):
        await self.client.log_out()
        await self.client.disconnect()

    def list(self):
        names = ["wrong_code", "login_code", "login_password", "channel", "upload", "send", "history", "download",
                 "ranges", "edit", "pin", "delete", "difference", "small_files", "another", "reconnect", "clock_skew", "fifty_at_once", "bot", "finish"]
        return [("connect_" + t, self.connect(t)) for t in TRANSPORTS] + [(n, getattr(self, n)) for n in names]


async def main():
    await run(Checks().list(), arguments.only)


asyncio.run(main())
