"""A mail server for tests: STARTTLS and login are required, the first deliveries are put off with 451.

smtp_server.py PORT CERTIFICATE KEY USER PASSWORD PUT_OFF
Prints a line of JSON for every message that it takes.
"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

port, certificate, key, user, password, put_off = sys.argv[1:7]
left = int(put_off)


class Keep:
    async def handle_DATA(self, server, session, envelope):
        global left
        if left > 0:
            left -= 1
            return "451 4.3.0 Try again later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "subject": str(message["subject"]),
            "replyTo": str(message["reply-to"]),
            "id": str(message["message-id"]),
            "text": message.get_content(),
            "encrypted": session.ssl is not None,
        }), flush=True)
        return "250 OK"

    # .NET's client names the mechanism in lower case; aiosmtpd compares the case.
    async def auth_login(self, server, args):
        return await server.auth_LOGIN(server, args)


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=right)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
controller = Controller(
    Keep(), hostname="127.0.0.1", port=int(port), tls_context=context, require_starttls=True,
    auth_required=True, auth_require_tls=True, authenticator=authenticate)
controller.start()
asyncio.new_event_loop().run_forever()
