"""Files on their way in stay in memory: nothing unsealed is written to a disk."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemory(FileUploadHandler):
    """Keeps what is sent with one request, up to a bound; what goes past it is not
    kept.

    The bound is above what any form takes: a form that gets so much refuses it as too
    large.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.left = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        self.file = BytesIO()

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin with the next file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep as much as there is room for."""
        self.left -= self.file.write(raw_data[: self.left])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, as far as it was kept."""
        size = self.file.tell()
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name or "",
            self.content_type,
            size,
            self.charset,
            self.content_type_extra,
        )
