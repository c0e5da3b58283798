#!/usr/bin/env python3
"""Writes the seeds of the npz, safetensors and png fuzz targets with Python's own libraries, so that nothing of ours
vouches for itself. Names say what a reader must do: ok_* is read, bad_* is refused. Run it after a change here and
commit what it writes: tests/corpus/make.py"""
import io
import json
import pathlib
import struct
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def npy(descr, shape, data, fortran=False, version=1):
    """an .npy file: mark, version, length, dictionary, elements"""
    text = f"{{'descr': {descr!r}, 'fortran_order': {fortran}, 'shape': {shape!r}, }}"
    prefix = 10 if version == 1 else 12
    text += " " * (-(prefix + len(text) + 1) % 64) + "\n"
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text.encode() + data


def npz(members, method=zipfile.ZIP_STORED, zip64=False, streamed=False):
    """an archive as numpy writes it; streamed: sizes behind the data, as for a pipe"""
    buffer = io.BytesIO()
    if streamed:
        buffer.seekable = lambda: False
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = method
            with archive.open(info, "w", force_zip64=zip64) as out:
                out.write(data)
    return buffer.getvalue()


def npz_seeds():
    floats = npy("<f4", (2, 3), struct.pack("<6f", 1, 2, 3, 4, 5, 6))
    names = npy("<U5", (2,), "".join(n.ljust(5, "\0") for n in ("waist", "knee")).encode("utf-32-le"))
    clip = [("joint_pos.npy", floats), ("joint_names.npy", names), ("fps.npy", npy("<i8", (1,), struct.pack("<q", 50)))]
    stored = npz(clip)
    yield "ok_stored.npz", stored
    yield "ok_deflated.npz", npz(clip, zipfile.ZIP_DEFLATED)
    yield "ok_zip64.npz", npz(clip, zip64=True)
    yield "ok_streamed.npz", npz(clip, zipfile.ZIP_DEFLATED, streamed=True)
    yield "ok_empty.npz", npz([])
    yield "ok_float32.npy", floats
    yield "ok_text.npy", names
    yield "ok_fortran.npy", npy("<f8", (2, 2), struct.pack("<4d", 1, 2, 3, 4), fortran=True)
    yield "ok_version2_bool.npy", npy("|b1", (3,), b"\0\1\1", version=2)
    yield "ok_version3_scalar.npy", npy("<f2", (), b"\0\x3c", version=3)
    yield "bad_cut_off.npz", stored[:-30]
    yield "bad_checksum.npz", stored.replace(struct.pack("<f", 3), struct.pack("<f", 7))
    yield "bad_not_an_array.npz", npz([("notes.txt", b"walk, place, grasp, turn")])
    yield "bad_twice.npz", npz([("x.npy", floats), ("y.npy", floats)]).replace(b"y.npy", b"x.npy")
    yield "bad_lzma.npz", npz(clip[:1], zipfile.ZIP_LZMA)
    yield "bad_size.npz", stored.replace(struct.pack("<II", len(floats), len(floats)), struct.pack("<II", 24, 1 << 31))
    yield "bad_pickle.npy", npy("|O", (1,), b"\x80\x04N.")
    yield "bad_big_endian.npy", npy(">f4", (1,), b"\x3f\x80\0\0")
    yield "bad_huge_shape.npy", npy("<f4", (1 << 40, 1 << 40), b"")
    yield "bad_structured.npy", npy([("x", "<f4")], (1,), b"\0\0\0\0")
    yield "bad_short.npy", floats[:-1]


def safetensors(header, data):
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return struct.pack("<Q", len(text)) + text + data


def tensor(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def safetensors_seeds():
    data = struct.pack("<2f", 1, -2) + b"\1\0\1" + b"\x80\x3f"
    header = {"weight": tensor("F32", [1, 2], 0, 8), "mask": tensor("BOOL", [3], 8, 11), "bias": tensor("BF16", [1], 11, 13)}
    whole = safetensors({"__metadata__": {"format": "pt"}, **header}, data)
    yield "ok_three.safetensors", whole
    yield "ok_none.safetensors", safetensors("{}", b"")
    yield "ok_scalar.safetensors", safetensors({"s": tensor("F64", [], 0, 8)}, struct.pack("<d", 0.5))
    yield "ok_empty_tensor.safetensors", safetensors({"e": tensor("I64", [0, 7], 0, 0)}, b"")
    yield "ok_padded.safetensors", safetensors(json.dumps({"u": tensor("U16", [2], 0, 4)}) + " " * 7, b"\1\2\3\4")
    yield "ok_unicode.safetensors", safetensors('{"h\\u00fcfte":' + json.dumps(tensor("I8", [1], 0, 1)) + "}", b"\xff")
    yield "bad_cut_off.safetensors", whole[:-1]
    yield "bad_too_long.safetensors", whole + b"\0"
    yield "bad_header_length.safetensors", struct.pack("<Q", 1 << 62) + whole[8:]
    yield "bad_overlap.safetensors", safetensors({"a": tensor("U8", [2], 0, 2), "b": tensor("U8", [2], 1, 3)}, b"123")
    yield "bad_gap.safetensors", safetensors({"a": tensor("U8", [2], 0, 2), "b": tensor("U8", [2], 3, 5)}, b"12345")
    yield "bad_shape.safetensors", safetensors({"a": tensor("F32", [3], 0, 8)}, data[:8])
    yield "bad_overflow.safetensors", safetensors({"a": tensor("F32", [1 << 62, 1 << 62], 0, 0)}, b"")
    yield "bad_dtype.safetensors", safetensors({"a": tensor("C64", [1], 0, 8)}, data[:8])
    yield "bad_json.safetensors", safetensors('{"a":{"dtype":"U8"', b"")
    yield "bad_twice.safetensors", safetensors('{"a":%s,"a":%s}' % ((json.dumps(tensor("U8", [0], 0, 0)),) * 2), b"")
    yield "bad_bool.safetensors", safetensors({"a": tensor("BOOL", [1], 0, 1)}, b"\2")
    yield "bad_nested.safetensors", safetensors('{"a":' + "[" * 40 + "]" * 40 + "}", b"")


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, bits, colour, rows, extra=b"", interlaced=0):
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def png_seeds():
    palette = chunk(b"PLTE", bytes(range(12)))
    rgb = png(3, 2, 8, 2, b"\1" + bytes(range(9)) + b"\4" + bytes(range(9)))
    yield "ok_rgb.png", rgb
    yield "ok_grey.png", png(4, 1, 8, 0, b"\0\0\x40\x80\xff")
    yield "ok_grey_alpha.png", png(1, 2, 8, 4, b"\0\x10\x80\2\x10\0")
    yield "ok_rgba.png", png(1, 1, 8, 6, b"\0\1\2\3\4")
    yield "ok_one_bit.png", png(9, 2, 1, 0, b"\0\xaa\x80\0\x55\0")
    yield "ok_palette.png", png(4, 1, 2, 3, b"\0\x1b", palette)
    yield "ok_palette_alpha.png", png(4, 1, 2, 3, b"\0\x1b", palette + chunk(b"tRNS", b"\0\x80"))
    yield "ok_interlaced.png", png(2, 2, 8, 0, b"\0\1" + b"\0\2" + b"\0\3\4", interlaced=1)
    yield "ok_with_text.png", png(1, 1, 8, 0, b"\0\1", chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"tEXt", b"a\0b"))
    yield "bad_cut_off.png", rgb[:-5]
    yield "bad_checksum.png", rgb.replace(b"IDAT", b"IDAU")
    yield "bad_tail.png", rgb + b"tail"
    yield "bad_huge.png", png(1 << 30, 1 << 30, 8, 6, b"")
    yield "bad_few_rows.png", png(3, 3, 8, 2, b"\0" + bytes(9))
    yield "bad_filter.png", png(1, 1, 8, 0, b"\7\1")
    yield "bad_sixteen_bits.png", png(1, 1, 16, 0, b"\0\1\2")
    yield "bad_no_palette.png", png(4, 1, 2, 3, b"\0\x1b")
    yield "bad_critical_chunk.png", png(1, 1, 8, 0, b"\0\1", chunk(b"ABCD", b""))
    yield "bad_stream.png", rgb[: rgb.index(b"IDAT") - 4] + chunk(b"IDAT", b"porter") + chunk(b"IEND", b"")


def main():
    for folder, seeds in (("npz", npz_seeds), ("safetensors", safetensors_seeds), ("png", png_seeds)):
        (HERE / folder).mkdir(exist_ok=True)
        for old in (HERE / folder).iterdir():
            old.unlink()
        for name, data in seeds():
            assert len(data) < 4096, name
            (HERE / folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
