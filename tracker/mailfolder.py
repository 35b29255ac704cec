"""The default mail transport of a machine without a mail server: one ``.eml`` file a mail, in a folder."""

import os
import re
import uuid
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes each mail to ``EMAIL_FILE_PATH`` as a file any mail program opens.

    A mail with a ``Message-ID`` that was written before replaces the earlier file: the same rule a
    mail server's duplicate suppression follows, so a retry never shows twice.
    """

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            key = re.sub(r"[^A-Za-z0-9.-]", "", str(content["Message-ID"] or uuid.uuid4()))[:80]
            earlier = next(folder.glob(f"*-{key}.eml"), None)
            path = earlier or folder / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{key}.eml"
            partial = path.with_suffix(".part")
            partial.write_bytes(content.as_bytes(linesep="\r\n"))
            os.replace(partial, path)
        return len(email_messages)
