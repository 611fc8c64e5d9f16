"""Recipe of the web fonts in lms/static/fonts and of the PDF fonts in certificates/fonts.

Run by hand, outside the project's environment, when a font changes:

    npm pack @expo-google-fonts/be-vietnam-pro @expo-google-fonts/noto-sans @expo-google-fonts/tinos
    (unpack each archive into ./<archive name>/)
    pip install fonttools brotli
    python docs/fonts/subset.py <folder with the unpacked archives>

Web fonts keep ASCII, Vietnamese, the few letters of minority languages that these fonts carry,
and punctuation; hinting is dropped. Together they must stay under 36 KB
(tests/house/test_weight.py). The PDF fonts keep Latin, Latin Extended and Vietnamese, as
TrueType, because reportlab reads nothing else.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB_FOLDER = ROOT / "lms" / "static" / "fonts"
PDF_FOLDER = ROOT / "certificates" / "fonts"

VIETNAMESE = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" + "".join(
    chr(point) for point in range(0x1EA0, 0x1EFA)
)
MINORITY = "ČčÑñĔĕĬĭŎŏŬŭ"
PUNCTUATION = "\u00a0§©±·×°÷«»–—‘’“”•…‹›₫−≤≥→←"
WEB_TEXT = "".join(chr(point) for point in range(0x20, 0x7F)) + VIETNAMESE + MINORITY + PUNCTUATION
PDF_UNICODES = (
    "U+0020-007E,U+00A0-017F,U+01A0,U+01A1,U+01AF,U+01B0,U+0300-0304,U+0306,U+0309,U+0323,"
    "U+1E00-1EFF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2039,U+203A,U+2044,"
    "U+20AB,U+20AC,U+2116,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"
)

WEB_FONTS = {
    "noto-sans-400.woff2": "400Regular/NotoSans_400Regular.ttf",
    "noto-sans-600.woff2": "600SemiBold/NotoSans_600SemiBold.ttf",
    "be-vietnam-pro-700.woff2": "700Bold/BeVietnamPro_700Bold.ttf",
}
PDF_FONTS = {
    "Tinos-Regular.ttf": "400Regular/Tinos_400Regular.ttf",
    "Tinos-Bold.ttf": "700Bold/Tinos_700Bold.ttf",
    "Tinos-Italic.ttf": "400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "Tinos-BoldItalic.ttf": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
    "BeVietnamPro-Regular.ttf": "400Regular/BeVietnamPro_400Regular.ttf",
    "BeVietnamPro-Bold.ttf": "700Bold/BeVietnamPro_700Bold.ttf",
}


def subset(source: Path, target: Path, *options: str) -> None:
    command = [sys.executable, "-m", "fontTools.subset", str(source), f"--output-file={target}"]
    subprocess.run([*command, "--no-hinting", "--desubroutinize", *options], check=True)  # noqa: S603
    print(f"{target.name}: {target.stat().st_size} bytes")


def main(folder: Path) -> None:
    for name, source in WEB_FONTS.items():
        subset(
            next(folder.rglob(source)),
            WEB_FOLDER / name,
            "--flavor=woff2",
            f"--text={WEB_TEXT}",
            "--layout-features=kern,tnum",
            "--name-IDs=1,2",
            "--notdef-outline",
        )
    for name, source in PDF_FONTS.items():
        subset(
            next(folder.rglob(source)),
            PDF_FOLDER / name,
            f"--unicodes={PDF_UNICODES}",
            "--layout-features=kern,mark,mkmk,ccmp",
            "--name-IDs=*",
            "--notdef-outline",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
