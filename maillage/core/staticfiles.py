"""Static files: the few files used from npm packages, and hashed names in production."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.checks import CheckMessage
from django.core.checks import Error as CheckError
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Address below /static/vendor/ -> file in node_modules. Nothing else of npm is served.
VENDOR_FILES: dict[str, str] = {
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/maplibre/maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "vendor/maplibre/maplibre-gl-shared.mjs": "maplibre-gl/dist/maplibre-gl-shared.mjs",
    "vendor/maplibre/maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "vendor/maplibre/maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    **{
        f"vendor/fonts/atkinson-{subset}-{style}.woff2": (
            "@fontsource-variable/atkinson-hyperlegible-next/files/"
            f"atkinson-hyperlegible-next-{subset}-wght-{style}.woff2"
        )
        for subset in ("latin", "latin-ext")
        for style in ("normal", "italic")
    },
}


# Folders of other apps that no page of ours names: django_htmx brings its own copies of htmx,
# whose imports cannot be rewritten (ours comes from npm).
UNUSED_FOLDERS = ("django_htmx",)


class AppFinder(AppDirectoriesFinder):
    """The files of the apps, without UNUSED_FOLDERS."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        return super().list([*(ignore_patterns or ()), *UNUSED_FOLDERS])


class NodeModulesFinder(BaseFinder):
    """Expose VENDOR_FILES from node_modules under static names."""

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        self.root = Path(settings.BASE_DIR) / "node_modules"
        self.storage = FileSystemStorage(location=self.root)

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        missing = [name for name in VENDOR_FILES.values() if not (self.root / name).is_file()]
        if not missing:
            return []
        return [
            CheckError(
                f"Des fichiers de node_modules manquent : {', '.join(missing[:3])}…",
                hint="Lancer « make setup » (npm ci).",
                id="core.E001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        source = VENDOR_FILES.get(path)
        found = self.root / source if source else None
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:  # noqa: ARG002
        for name, source in VENDOR_FILES.items():
            if (self.root / source).is_file():
                yield name, VendorStorage(self.root, name, source)


class VendorStorage(FileSystemStorage):
    """Answers for one vendored file under its public name."""

    def __init__(self, root: Path, name: str, source: str) -> None:
        super().__init__(location=root)
        self.public_name = name
        self.source = source

    def path(self, name: str) -> str:
        return super().path(self.source if name == self.public_name else name)


class StylesheetFinder(BaseFinder):
    """Two stylesheets put together from one file per component: the site's, the professionals'.

    `core/css/site.css`: tokens, base and layout of core, the components, then `<app>/css/` of the
    other apps. `core/css/pro.css`: `<app>/pro/` of every app, for the professional area only, so
    that the public never loads it. Written again under var/ whenever they differ, so that
    development and production serve the same.
    """

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        self.package = Path(settings.BASE_DIR) / "maillage"
        self.root = Path(settings.VAR_DIR) / "stylesheet"
        self.storage = FileSystemStorage(location=self.root)
        self.bundles: dict[str, Callable[[], list[Path]]] = {
            "core/css/site.css": self.site_sources,
            "core/css/pro.css": self.pro_sources,
        }

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        return []

    def site_sources(self) -> list[Path]:
        core = self.package / "core" / "static" / "core" / "css"
        first = [core / name for name in ("tokens.css", "base.css", "layout.css")]
        components = sorted((core / "components").glob("*.css"))
        others = sorted(
            path
            for path in self.package.glob("*/static/*/css/*.css")
            if not path.is_relative_to(core)
        )
        return [*first, *components, *others]

    def pro_sources(self) -> list[Path]:
        return sorted(self.package.glob("*/static/*/pro/*.css"))

    def build(self, name: str) -> Path:
        target = self.root / name
        text = "\n".join(path.read_text(encoding="utf-8") for path in self.bundles[name]())
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(f".{os.getpid()}")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(target)
        return target

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        if path not in self.bundles:
            return []
        found = str(self.build(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:  # noqa: ARG002
        for name in self.bundles:
            self.build(name)
            yield name, self.storage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed names; the imports of our ES modules are rewritten too."""

    support_js_module_import_aggregation = True
    manifest_strict = True
