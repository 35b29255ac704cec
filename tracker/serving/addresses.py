"""The address Tend listens on, and how to say it to people."""

import socket
from urllib.parse import urlsplit

from tracker.serving import CannotServe


def listen(host: str, port_text: str) -> socket.socket:
    """A listening socket, held by the launcher so that no restart of the web server loses the port.

    Raises:
        CannotServe: not a port number, no such host, or the port is taken.
    """
    if not (port_text.isdigit() and 0 < int(port_text) < 65536):
        raise CannotServe(f"PORT must be a number from 1 to 65535, not {port_text!r}.")
    port = int(port_text)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CannotServe(f"HOST {host!r} is not an address of this machine.") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except PermissionError as error:
        listener.close()
        raise CannotServe(f"Port {port} needs more rights than this user has. Try PORT=8000.") from error
    except OSError as error:
        listener.close()
        if error.errno == 98 or "in use" in str(error).lower():
            raise CannotServe(
                f"Port {port} is taken by another program. Choose another one: PORT={port % 65535 + 1} ./script/server"
            ) from error
        raise CannotServe(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
    return listener


def lan_address() -> str | None:
    """This machine's address in its home network, None when it has none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): only asks the kernel for the route
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith(("127.", "0.")) else address


def everywhere(host: str) -> bool:
    """Whether a server on this host answers on every network this machine is in."""
    return host in {"", "0.0.0.0", "::"}  # noqa: S104 - compared, not bound


def spoken(host: str, port: int) -> str:
    """The address to type in a browser on this machine. ``localhost``, because passkeys refuse 127.0.0.1."""
    if everywhere(host) or host in {"127.0.0.1", "::1", "localhost"}:
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def without_secrets(url: str) -> str:
    """A database or Redis address fit for a terminal: scheme, host, port, path; no name, no password."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
