# SPDX-License-Identifier: MIT
"""Files of 4 KiB by Telethon, one message each, for `Scripts/bench telegram`: READY_FILE PHONE CODE COUNT."""

import asyncio
import io
import json
import random
import sys
import time

from telethon import TelegramClient, functions
from telethon.crypto import rsa
from telethon.sessions import MemorySession


async def main():
    with open(sys.argv[1]) as file:
        ready = json.load(file)
    phone, code, count = sys.argv[2], sys.argv[3], int(sys.argv[4])
    rsa._server_keys.clear()
    rsa.add_key(ready["rsa_public_key_pem"], old=False)
    session = MemorySession()
    home = next(dc for dc in ready["dcs"] if dc["id"] == 2)
    session.set_dc(2, home["host"], home["port"])
    client = TelegramClient(session, 1, "0123456789abcdef0123456789abcdef")
    await client.connect()
    await client.send_code_request(phone)
    await client.sign_in(phone, code)
    updates = await client(functions.channels.CreateChannelRequest(title="Bench", about="", broadcast=True))
    begin = time.monotonic()
    for number in range(count):
        content = io.BytesIO(random.Random(number).randbytes(4096))
        content.name = str(number)
        await client.send_file(updates.chats[0], content, force_document=True)
    up = time.monotonic() - begin
    await client.disconnect()
    print(json.dumps({"up": round(up, 3), "files": count}))


asyncio.run(main())
