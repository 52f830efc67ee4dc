"""The program that sets one document, run by `compiler` in a process of its own.

Standard input: JSON {template, fonts (folder or null), data (JSON text), timestamp (UNIX
seconds)}. Standard output: the PDF. What Typst refuses goes to standard error, exit 1.
It imports nothing of the site, so that it starts fast and gives its memory back.
"""

import json
import sys
from pathlib import Path

import typst


def main() -> int:
    job = json.load(sys.stdin.buffer)
    template = Path(job["template"])
    # No system font: the same document comes out of every machine.
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[job["fonts"]] if job["fonts"] else [],
    )
    try:
        document: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs lose « bytes »
            template.read_bytes(),
            root=str(template.parent),
            font_paths=fonts,
            sys_inputs={"data": job["data"]},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=job["timestamp"],
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error)[:2_000])
        return 1
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
