# SPDX-License-Identifier: MIT
"""The list of checks, done by kurigram."""

import asyncio
import io
import logging
import os
import re

from checks import MEBIBYTE, PICTURE, Arguments, data, digest, expect, named, run, until
from pyrogram import Client, enums, errors, handlers, raw, types
from pyrogram.connection import Connection, transport
from pyrogram.crypto import rsa

logging.basicConfig(level=logging.WARNING)

arguments = Arguments()
emulator = arguments.emulator
KINDS = {
    "full": "TCPFull",
    "abridged": "TCPAbridged",
    "intermediate": "TCPIntermediate",
    "padded": "TCPIntermediatePadded",
    "obfuscated_abridged": "TCPAbridgedO",
    "obfuscated_intermediate": "TCPIntermediateO",
}
# Older versions lack some.
# Before, the library never ended its first connection to a server with another time.
FOLLOWS_CLOCK = hasattr(Client, "_set_server_time")
TRANSPORTS = {kind: getattr(transport, name) for kind, name in KINDS.items() if hasattr(transport, name)}


def take_key(pem):
    """PKCS#1: a sequence of two integers, each with a length of two bytes or one."""
    import base64
    import hashlib
    der = base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line))

    def head(offset):
        length, start = der[offset + 1], offset + 2
        if length & 0x80:
            count = length & 0x7F
            length, start = int.from_bytes(der[start:start + count], "big"), start + count
        return start, start + length
    start, _ = head(0)
    n_start, n_end = head(start)
    e_start, e_end = head(n_end)
    n, e = int.from_bytes(der[n_start:n_end], "big"), int.from_bytes(der[e_start:e_end], "big")

    def tl(number):
        value = number.to_bytes((number.bit_length() + 7) // 8, "big")
        prefix = bytes([len(value)]) if len(value) < 254 else b"\xfe" + len(value).to_bytes(3, "little")
        return prefix + value + bytes(-(len(prefix) + len(value)) % 4)
    fingerprint = int.from_bytes(hashlib.sha1(tl(n) + tl(e)).digest()[-8:], "little", signed=True)
    rsa.server_public_keys.clear()
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(n, e)


take_key(emulator.key)


class LocalConnection(Connection):
    """Where the library insists on the addresses of the real servers, the emulator's are meant."""

    def __init__(self, dc_id, *others, **named):
        if "server_address" in named and not named["server_address"].startswith("127."):
            named["server_address"], named["port"] = emulator.centers[dc_id]
        super().__init__(dc_id, *others, **named)
        # Older versions look an address up by the data centre.
        self.address = emulator.centers[dc_id]


async def send_code(client, phone):
    return await getattr(client, "send_phone_number_code", getattr(client, "send_code", None))(phone)


def make(name, kind="abridged", updates=False, **named):
    return Client(
        name, api_id=1, api_hash="0123456789abcdef0123456789abcdef", in_memory=True, no_updates=not updates,
        connection_factory=LocalConnection, protocol_factory=TRANSPORTS[kind], **named)


async def me(client):
    return (await client.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()])))[0]


class Checks:
    def __init__(self):
        self.client = make("main")
        self.content = data(30 * MEBIBYTE, 6)

    def connect(self, kind):
        async def check():
            client = make("transport", kind)
            await client.connect()
            config = await client.invoke(raw.functions.help.GetConfig())
            expect({o.id for o in config.dc_options} == set(emulator.centers), config.dc_options)
            await client.disconnect()
        return check

    async def wrong_code(self):
        client = make("wrong")
        await client.connect()
        sent = await send_code(client, arguments.phone)
        try:
            await client.sign_in(arguments.phone, sent.phone_code_hash, "99999")
            expect(False, "a wrong code was taken")
        except errors.PhoneCodeInvalid:
            pass
        await client.disconnect()

    async def login_code(self):
        await self.client.connect()
        sent = await send_code(self.client, arguments.phone)
        user = await self.client.sign_in(arguments.phone, sent.phone_code_hash, arguments.code)
        expect(user.is_self, user)
        self.client.me = await self.client.get_me()
        expect(self.client.me.phone_number == arguments.phone.lstrip("+"), self.client.me)

    async def login_password(self):
        client = make("password")
        await client.connect()
        sent = await send_code(client, arguments.phone_2fa)
        try:
            await client.sign_in(arguments.phone_2fa, sent.phone_code_hash, arguments.code_2fa)
            expect(False, "no password was asked for")
        except errors.SessionPasswordNeeded:
            pass
        try:
            await client.check_password("not " + arguments.password)
            expect(False, "a wrong password was taken")
        except errors.PasswordHashInvalid:
            pass
        user = await client.check_password(arguments.password)
        expect(user.is_self, user)
        await client.disconnect()

    async def channel(self):
        self.chat = await self.client.create_channel("Store kurigram", "blocks")
        expect(self.chat.type == enums.ChatType.CHANNEL, self.chat)
        peer = await self.client.resolve_peer(self.chat.id)
        self.channel_peer = raw.types.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)

    async def upload(self):
        file = io.BytesIO(self.content)
        file.name = "block"
        self.file = await self.client.save_file(file)
        expect(isinstance(self.file, raw.types.InputFileBig) and self.file.parts == 60, self.file)

    async def send(self):
        media = raw.types.InputMediaUploadedDocument(
            file=self.file, mime_type="application/octet-stream", force_file=True,
            attributes=[raw.types.DocumentAttributeFilename(file_name="block")])
        self.random_id = self.client.rnd_id()
        request = raw.functions.messages.SendMedia(
            peer=await self.client.resolve_peer(self.chat.id), media=media, random_id=self.random_id,
            message=" see https://example.org/a and #tag ")
        updates = await self.client.invoke(request)
        number = next(u.id for u in updates.updates if isinstance(u, raw.types.UpdateMessageID))
        self.message = await self.client.get_messages(self.chat.id, number)
        expect(self.message.caption == "see https://example.org/a and #tag", self.message.caption)
        expect([e.type for e in self.message.caption_entities] == [
            enums.MessageEntityType.URL, enums.MessageEntityType.HASHTAG], self.message.caption_entities)
        expect(self.message.document.file_size == len(self.content), self.message.document)
        # A random id is good for one message; the library tries a 500 again, which must not make another.
        try:
            await self.client.invoke(request, retries=1)
            expect(False, "a random id was taken twice")
        except (TimeoutError, errors.RPCError):
            pass
        self.texts = [await self.client.send_message(self.chat.id, f"message {n}") for n in range(5)]

    async def history(self):
        messages = [m async for m in self.client.get_chat_history(self.chat.id)]
        ids = [m.id for m in messages]
        expect(ids == sorted(ids, reverse=True) and ids[-1] == 1, ids)
        expect({self.message.id, *(t.id for t in self.texts)} <= set(ids), ids)
        found = [m.id async for m in self.client.search_messages(
            self.chat.id, filter=enums.MessagesFilter.DOCUMENT)]
        expect(found == [self.message.id], found)

    async def download(self):
        content = await self.client.download_media(self.message, in_memory=True)
        expect(digest(content.getvalue()) == digest(self.content))

    async def ranges(self):
        for offset, limit in [(0, 1), (17, 2), (29, 1)]:
            got = b"".join([piece async for piece in self.client.stream_media(self.message, offset=offset, limit=limit)])
            expect(got == self.content[offset * MEBIBYTE:(offset + limit) * MEBIBYTE], offset, limit, len(got))

    async def edit(self):
        edited = await self.client.edit_message_caption(self.chat.id, self.message.id, "other words")
        expect(edited.caption == "other words" and edited.edit_date, edited)
        again = await self.client.get_messages(self.chat.id, self.message.id)
        expect(again.caption == "other words" and again.document, again)

    async def pin(self):
        await self.client.pin_chat_message(self.chat.id, self.message.id)
        chat = await self.client.get_chat(self.chat.id)
        expect(chat.pinned_message.id == self.message.id, chat.pinned_message)
        await self.client.unpin_chat_message(self.chat.id, self.message.id)
        found = [m.id async for m in self.client.search_messages(self.chat.id, filter=enums.MessagesFilter.PINNED)]
        expect(found == [], found)

    async def delete(self):
        gone = [t.id for t in self.texts[:3]]
        count = await self.client.delete_messages(self.chat.id, gone)
        expect(count == 3, count)
        left = await self.client.get_messages(self.chat.id, gone)
        expect(all(m.empty for m in left), left)

    async def difference(self):
        first = await self.client.invoke(raw.functions.updates.GetChannelDifference(
            channel=self.channel_peer, filter=raw.types.ChannelMessagesFilterEmpty(), pts=1, limit=100))
        expect(first.final and first.new_messages, first)
        again = await self.client.invoke(raw.functions.updates.GetChannelDifference(
            channel=self.channel_peer, filter=raw.types.ChannelMessagesFilterEmpty(), pts=first.pts, limit=100))
        expect(isinstance(again, raw.types.updates.ChannelDifferenceEmpty), again)

    async def small_files(self):
        """What people post beside big files: pictures, albums; and the filters that find them."""
        photo = await self.client.send_photo(self.chat.id, named("p.png", PICTURE), caption="a picture")
        content = await self.client.download_media(photo, in_memory=True)
        expect(content.getvalue() == PICTURE, photo)
        pictures = await self.client.send_media_group(
            self.chat.id, [types.InputMediaPhoto(named(f"{n}.png", PICTURE)) for n in range(2)])
        files = await self.client.send_media_group(
            self.chat.id, [types.InputMediaDocument(named(f"{n}.txt", b"%d" % n)) for n in range(2)])
        for album in (pictures, files):
            expect(len(album) == 2 and len({m.media_group_id for m in album}) == 1, album)
        again = await self.client.send_photo(self.chat.id, photo.photo.file_id)
        expect((await self.client.download_media(again, in_memory=True)).getvalue() == PICTURE, again)
        for kind, wanted in (("PHOTO", [photo, again, *pictures]), ("DOCUMENT", [self.message, *files]), ("VIDEO", [])):
            found = [m.id async for m in self.client.search_messages(
                self.chat.id, filter=getattr(enums.MessagesFilter, kind))]
            expect(set(found) == {m.id for m in wanted}, kind, found)
        expect(await self.client.read_chat_history(self.chat.id))
        expect(await self.client.send_chat_action(self.chat.id, enums.ChatAction.TYPING))
        await self.client.delete_messages(self.chat.id, [m.id for m in [photo, again, *pictures, *files]])

    async def another(self):
        """A second person joins by a link, and is told what happens."""
        link = await self.client.export_chat_invite_link(self.chat.id)
        other = make("other", updates=True)
        await other.connect()
        sent = await send_code(other, arguments.phone_2fa)
        try:
            await other.sign_in(arguments.phone_2fa, sent.phone_code_hash, arguments.code_2fa)
        except errors.SessionPasswordNeeded:
            await other.check_password(arguments.password)
        await other.invoke(raw.functions.updates.GetState())
        other.me = await other.get_me()
        await other.initialize()
        seen = []

        async def posted(client, message):
            seen.append(message.text)

        async def deleted(client, messages):
            seen.append(len(messages))
        other.add_handler(handlers.MessageHandler(posted))
        other.add_handler(handlers.EditedMessageHandler(posted), 1)
        other.add_handler(handlers.DeletedMessagesHandler(deleted), 2)
        await other.join_chat(link)
        try:
            await other.join_chat(link)
            expect(False, "somebody joined twice")
        except errors.UserAlreadyParticipant:
            pass
        message = await self.client.send_message(self.chat.id, "first")
        await self.client.edit_message_text(self.chat.id, message.id, "second")
        await self.client.delete_messages(self.chat.id, message.id)
        # Each comes in a task of its own.
        expect(await until(lambda: sorted(map(str, seen)) == ["1", "first", "second"]), seen)
        people = [m async for m in self.client.get_chat_members(self.chat.id)]
        expect({p.user.id for p in people} == {self.client.me.id, other.me.id}, people)
        mine = await self.client.get_chat_member(self.chat.id, "me")
        expect(mine.status == enums.ChatMemberStatus.OWNER, mine)
        await self.client.promote_chat_member(
            self.chat.id, other.me.id, types.ChatPrivileges(can_post_messages=True))
        expect((await other.send_message(self.chat.id, "may now")).id > message.id)
        await other.leave_chat(self.chat.id)
        expect(await self.client.get_chat_members_count(self.chat.id) == 1)
        await other.terminate()
        await other.disconnect()

    async def reconnect(self):
        before = await me(self.client)
        await self.client.session.restart()
        expect((await me(self.client)).id == before.id)

    async def clock_skew(self):
        # The library takes the server's time from the first message of a session, and its ids cannot go back after that.
        for seconds in (3600, 90):
            fault = await emulator.call("fault.add", kind="clock_skew", seconds=seconds)
            client = make("skewed")
            await client.connect()
            for _ in range(3):
                await client.invoke(raw.functions.help.GetConfig())
            await client.disconnect()
            await emulator.call("fault.clear", id=fault)

    async def fifty_at_once(self):
        answers = await asyncio.gather(*(me(self.client) for _ in range(50)))
        expect(len({a.id for a in answers}) == 1 and len(answers) == 50)

    async def bot(self):
        token = await emulator.call("bot.add", name="archivist")
        client = make("bot", bot_token=token)
        await client.connect()
        user = await client.sign_in_bot(token)
        expect(user.is_bot, user)
        await client.disconnect()

    async def finish(self):
        for session in [*self.client.media_sessions.values(), *self.client.sessions.values()]:
            await session.stop()
        self.client.media_sessions.clear()
        await self.client.invoke(raw.functions.auth.LogOut())
        await self.client.disconnect()

    def list(self):
        names = ["wrong_code", "login_code", "login_password", "channel", "upload", "send", "history", "download",
                 "ranges", "edit", "pin", "delete", "difference", "small_files", "another", "reconnect", "fifty_at_once", "bot", "finish", "clock_skew"]
        if not FOLLOWS_CLOCK:
            names.remove("clock_skew")
        return [("connect_" + t, self.connect(t)) for t in TRANSPORTS] + [(n, getattr(self, n)) for n in names]


async def main():
    await run(Checks().list(), arguments.only)


asyncio.run(main())
