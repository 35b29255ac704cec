"""Files on their way in: held where nothing of them can stay behind, and dropped while they arrive if too large."""

from tempfile import SpooledTemporaryFile

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from care.record.photos.rules import MAX_BYTES, MEGABYTE

#: No form of Tend sends more, with several pictures; beyond it nothing is read at all.
MAX_BODY = 5 * MAX_BYTES + MEGABYTE
IN_MEMORY = 2 * MEGABYTE


class LimitedUpload(FileUploadHandler):
    """The upload handler. A file is held in memory or in a nameless temporary file, so a killed process leaves none.

    A file of more than ``MAX_BYTES`` is dropped while it arrives; ``request.too_big`` then holds the names of the form
    fields whose files were, and the rest of the form is there. A body beyond ``MAX_BODY`` raises RequestDataTooBig.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.request.too_big = set()
        if content_length > MAX_BODY:
            raise RequestDataTooBig

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.seen = 0
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    def receive_data_chunk(self, raw_data, start):
        self.seen += len(raw_data)
        if self.seen > MAX_BYTES:
            self.request.too_big.add(self.field_name)
            raise SkipFile  # Django closes the file, and with that it is gone
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()
