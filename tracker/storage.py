"""Where photos and other files lie: a private folder, or an S3-compatible store when one is named.

Read by ``settings``, so nothing of Django's is imported here.
"""

import os
from pathlib import Path


def file_storage(folder: Path) -> dict:
    """The "default" entry of Django's STORAGES: the bucket of ``TEND_S3_BUCKET``, or without one ``folder``."""
    bucket = os.environ.get("TEND_S3_BUCKET")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    from botocore.config import Config

    endpoint = os.environ.get("TEND_S3_ENDPOINT") or None
    encryption = os.environ.get("TEND_S3_ENCRYPTION", "")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": os.environ.get("TEND_S3_REGION") or None,
            # Without these, boto's own ways of finding credentials are used (a role of the machine, for example).
            "access_key": os.environ.get("TEND_S3_ACCESS_KEY") or None,
            "secret_key": os.environ.get("TEND_S3_SECRET_KEY") or None,
            "location": os.environ.get("TEND_S3_PREFIX", ""),
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
            "object_parameters": {"ServerSideEncryption": encryption} if encryption else {},
            "client_config": Config(
                signature_version="s3v4",
                # A server of one's own seldom has a host name for each bucket.
                s3={"addressing_style": "path" if endpoint else "auto"},
                # A page must not hang on a store that does not answer.
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": 2, "mode": "standard"},
                # Stores other than Amazon's do not all know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }
