"""Files on their way in: whatever is too large is dropped while it arrives, and everything else of the form is kept."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from care.record.photos.rules import MAX_BYTES, MEGABYTE

#: No form of Tend sends more, with several pictures; beyond it nothing is read at all.
MAX_BODY = 5 * MAX_BYTES + MEGABYTE


class LimitedUpload(FileUploadHandler):
    """The first upload handler. A file of more than ``MAX_BYTES`` never reaches memory or disk.

    ``request.too_big`` then holds the names of the form fields whose files were dropped. A body beyond ``MAX_BODY``
    raises RequestDataTooBig (the page 413).
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.request.too_big = set()
        if content_length > MAX_BODY:
            raise RequestDataTooBig

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data, start):
        self.seen += len(raw_data)
        if self.seen > MAX_BYTES:
            self.request.too_big.add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        """The next handlers hold the file."""
