#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets of pictures, arrays and meshes with Python's own libraries, so that nothing of ours
vouches for itself. Names say what a reader must do: ok_* is read, bad_* is refused. Run it after a change here and
commit what it writes: tests/corpus/make.py"""
import io
import json
import math
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


def hdr(rows, size=b"-Y 1 +X 10", lines=b"", form=b"32-bit_rle_rgbe"):
    return b"#?RADIANCE\n# porter\n" + lines + b"FORMAT=" + form + b"\n\n" + size + b"\n" + rows


def hdr_seeds():
    row = b"\2\2\0\x0a" + b"\x8a\x80" + b"\x0aABCDEFGHIJ" + b"\x87\x40\3xyz" + b"\x8a\x81"
    yield "ok_coded.hdr", hdr(row)
    yield "ok_two_rows.hdr", hdr(row + row, b"-Y 2 +X 10")
    yield "ok_flat.hdr", hdr(b"\x80\x40\x20\x81\xff\xff\xff\0", b"-Y 2 +X 1")
    yield "ok_exposed.hdr", hdr(row, lines=b"EXPOSURE=2\nEXPOSURE= 0.25\nCOLORCORR=1 2 0.5\n")
    yield "ok_brightest.hdr", hdr(b"\xff\xff\xff\xff", b"-Y 1 +X 1")
    yield "bad_beyond_float.hdr", hdr(b"\xff\xff\xff\xff", b"-Y 1 +X 1", b"EXPOSURE=0.1\n")
    yield "bad_cut_off.hdr", hdr(row[:-1])
    yield "bad_run.hdr", hdr(row.replace(b"\x8a\x80", b"\x8b\x80"))
    yield "bad_empty_run.hdr", hdr(row.replace(b"\x8a\x80", b"\0\x80"))
    yield "bad_width.hdr", hdr(row, b"-Y 1 +X 11")
    yield "bad_old_runs.hdr", hdr(b"\x80\x80\x80\x81\1\1\1\1", b"-Y 1 +X 2")
    yield "bad_xyze.hdr", hdr(row, form=b"32-bit_rle_xyze")
    yield "bad_turned.hdr", hdr(row, b"+X 10 -Y 1")
    yield "bad_huge.hdr", hdr(row, b"-Y 1000000 +X 1000000")
    yield "bad_exposure.hdr", hdr(row, lines=b"EXPOSURE=-1\n")


def exr_attribute(name, kind, data):
    return name + b"\0" + kind + b"\0" + struct.pack("<i", len(data)) + data


def exr(pixels, width=2, height=2, names=b"BGR", kind=2, compression=0, packed=lambda rows: rows, shown=None):
    """lines in blocks of one (compression 0, 2) or sixteen (3); pixels: of each line, the channels one after another"""
    channels = b"".join(bytes([n, 0]) + struct.pack("<iBBBBii", kind, 0, 0, 0, 0, 1, 1) for n in names) + b"\0"
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    header = b"\x76\x2f\x31\1\2\0\0\0" + exr_attribute(b"channels", b"chlist", channels)
    header += exr_attribute(b"compression", b"compression", bytes([compression]))
    header += exr_attribute(b"dataWindow", b"box2i", window)
    header += exr_attribute(b"displayWindow", b"box2i", shown or window)
    header += exr_attribute(b"lineOrder", b"lineOrder", b"\0")
    header += exr_attribute(b"pixelAspectRatio", b"float", struct.pack("<f", 1))
    header += exr_attribute(b"screenWindowCenter", b"v2f", struct.pack("<2f", 0, 0))
    header += exr_attribute(b"screenWindowWidth", b"float", struct.pack("<f", 1)) + b"\0"
    at_once = 16 if compression == 3 else 1
    blocks, offsets = b"", b""
    count = (len(pixels) + at_once - 1) // at_once
    for first in range(0, len(pixels), at_once):
        offsets += struct.pack("<Q", len(header) + 8 * count + len(blocks))
        rows = packed(b"".join(pixels[first : first + at_once]))
        blocks += struct.pack("<ii", first, len(rows)) + rows
    return header + offsets + blocks


def exr_zip(rows):
    """even bytes before odd ones, then differences, then deflated; as it stands where that is no shorter"""
    split = rows[::2] + rows[1::2]
    small = zlib.compress(split[:1] + bytes((b - a + 128) % 256 for a, b in zip(split, split[1:])))
    return small if len(small) < len(rows) else rows


def exr_seeds():
    floats = [struct.pack("<6f", 1, 2, 3, 4, 5, 6), struct.pack("<6f", 0, 0.5, -1, 1e30, 7, 8)]
    halves = [struct.pack("<6e", 1, 2, 3, 4, 5, 6)] * 2
    dull = [struct.pack("<96e", *[0.5] * 96)] * 20
    yield "ok_float.exr", exr(floats)
    yield "ok_half.exr", exr(halves, kind=1)
    yield "ok_alpha.exr", exr([struct.pack("<8e", *range(8))] * 2, names=b"ABGR", kind=1)
    yield "ok_zips.exr", exr(dull, 32, 20, kind=1, compression=2, packed=exr_zip)
    yield "ok_zip.exr", exr(dull, 32, 20, kind=1, compression=3, packed=exr_zip)
    yield "bad_infinite.exr", exr([struct.pack("<6f", 1, 2, float("inf"), 4, 5, 6)] * 2)
    yield "bad_nan.exr", exr([struct.pack("<6e", 1, 2, 3, 4, 5, float("nan"))] * 2, kind=1)
    yield "bad_whole_numbers.exr", exr([struct.pack("<6I", *range(6))] * 2, kind=0)
    yield "bad_grey.exr", exr([struct.pack("<2f", 1, 2)] * 2, names=b"Y")
    yield "bad_cropped.exr", exr(floats, shown=struct.pack("<4i", 0, 0, 3, 1))
    yield "bad_huge.exr", exr(floats, width=1 << 29, height=1 << 29)
    yield "bad_few_lines.exr", exr(floats[:1])
    yield "bad_cut_off.exr", exr(floats)[:-5]
    yield "bad_stream.exr", exr(dull, 32, 20, kind=1, compression=3, packed=lambda rows: b"porter" * 9)
    yield "bad_compression.exr", exr(floats, compression=77)


# a tetrahedron: corners, and faces counter-clockwise seen from outside
CORNERS = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
FACES = ((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3))


def stl(faces=FACES, corners=CORNERS, count=None):
    """binary: 80 bytes for people, the number of facets, then normal, three corners and two bytes of each"""
    data = b"".join(struct.pack("<12fH", 0, 0, 0, *(x for i in face for x in corners[i]), 0) for face in faces)
    return b"porter".ljust(80) + struct.pack("<I", len(faces) if count is None else count) + data


def stl_seeds():
    yield "ok_tetrahedron.stl", stl()
    yield "ok_one_facet.stl", stl(FACES[3:])
    yield "ok_with_a_line.stl", stl(FACES + ((0, 0, 1),))
    ring = [(math.cos(i), math.sin(i), 0) for i in range(70)]
    yield "ok_many_at_one_tip.stl", stl([(0, i, i + 1) for i in range(1, 70)], [(0, 0, 1), *ring])
    yield "ok_two_sided.stl", stl(((0, 1, 2), (0, 2, 1)))
    yield "bad_far.stl", stl(corners=CORNERS[:3] + ((0, 0, 1e20),))
    yield "bad_short.stl", stl()[:83]
    yield "bad_cut_off.stl", stl()[:-1]
    yield "bad_tail.stl", stl() + b"\0"
    yield "bad_count.stl", stl(count=1 << 31)
    yield "bad_text.stl", b"solid a\nendsolid a\n".ljust(200)
    yield "bad_nan.stl", stl(corners=CORNERS[:3] + ((0, float("nan"), 1),))
    yield "bad_flat.stl", stl(((0, 1, 0),))


def obj(lines=(), corners=CORNERS, faces=FACES):
    text = [f"v {x} {y} {z}" for x, y, z in corners] + [*lines]
    return "\n".join(text + ["f " + " ".join(str(i + 1) for i in face) for face in faces] + [""]).encode()


def obj_seeds():
    quad = ["vt 0 0", "vt 1 0", "vt 1 1", "vt 0 1", "vn 0 0 1", "f 1/1/1 2/2/1 4/3/1 3/4/1"]
    flat = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0))
    yield "ok_tetrahedron.obj", obj()
    yield "ok_quad.obj", obj(quad, flat, ())
    yield "ok_from_the_end.obj", obj(["f -4 -2 -3", "s off", "g a b", "o c"])
    yield "ok_without_its_materials.obj", obj(["mtllib none.mtl", "usemtl red"])
    yield "bad_empty.obj", b""
    yield "bad_no_face.obj", obj(faces=())
    yield "bad_vertex.obj", obj(faces=((0, 1, 4),))
    yield "bad_normal.obj", obj(["f 1//1 2//1 3//1"])
    yield "bad_uv.obj", obj(["f 1/2 2/2 3/2"])
    yield "bad_zero.obj", obj(["f 0 1 2"])
    yield "bad_nan.obj", obj(corners=CORNERS[:3] + (("nan", 0, 1),))
    yield "bad_word.obj", obj(["vt 0 half"])
    yield "bad_far.obj", obj(corners=CORNERS[:3] + ((0, 0, 1e9),))
    yield "bad_flat.obj", obj(faces=((0, 1, 1),))


def glb(change=lambda root: None, binary=None, version=2, mark=b"glTF", tail=b""):
    """a node above a mesh of one primitive; positions, then normals, then 16-bit indices in the chunk"""
    floats = struct.pack("<12f", *(x for corner in CORNERS for x in corner))
    numbers = struct.pack("<12H", *(i for face in FACES for i in face))
    if binary is None:
        binary = floats + numbers
    root = {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0, "translation": [1, 2, 3], "scale": [2, 2, 2]}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}],
            "materials": [{"pbrMetallicRoughness": {"baseColorFactor": [1, 0.5, 0, 1], "roughnessFactor": 0.25}}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"},
                          {"bufferView": 1, "componentType": 5123, "count": 12, "type": "SCALAR"}],
            "bufferViews": [{"buffer": 0, "byteLength": 48}, {"buffer": 0, "byteOffset": 48, "byteLength": 24}],
            "buffers": [{"byteLength": len(binary)}]}
    change(root)
    text = json.dumps(root, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", mark, version, 12 + len(body)) + body + tail


def set_at(*path):
    """a change that sets the last of `path` at the place that the others lead to"""
    def change(root):
        for key in path[:-2]:
            root = root[key]
        root[path[-2]] = path[-1]
    return change


def glb_seeds():
    yield "ok_tetrahedron.glb", glb()
    yield "ok_mirrored.glb", glb(set_at("nodes", 0, "scale", [-1, 1, 1]))
    yield "ok_matrix.glb", glb(set_at("nodes", 0, {"mesh": 0, "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 0, 0, 1]}))
    yield "ok_no_material.glb", glb(set_at("meshes", 0, "primitives", 0, {"attributes": {"POSITION": 0}, "indices": 1}))
    yield "ok_child.glb", glb(set_at("nodes", [{"children": [1], "rotation": [0, 0, 0, 1]}, {"mesh": 0}]))
    yield "bad_mark.glb", glb(mark=b"glTf")
    yield "bad_version.glb", glb(version=1)
    yield "bad_asset.glb", glb(set_at("asset", "version", "1.0"))
    yield "bad_cut_off.glb", glb()[:-1]
    yield "bad_tail.glb", glb(tail=b"tail")
    yield "bad_json.glb", glb().replace(b'"scene":0', b'"scene"=0')
    yield "bad_loop.glb", glb(set_at("nodes", 0, {"mesh": 0, "children": [0]}))
    yield "bad_node.glb", glb(set_at("scenes", 0, "nodes", [7]))
    yield "bad_index.glb", glb(binary=bytes(48) + b"\xff" * 24)
    yield "bad_view.glb", glb(set_at("bufferViews", 1, "byteLength", 4000000000))
    yield "bad_count.glb", glb(set_at("accessors", 1, "count", 13))
    yield "bad_huge_count.glb", glb(set_at("accessors", 0, "count", 4294967295))
    yield "bad_negative.glb", glb(set_at("accessors", 0, "byteOffset", -4))
    yield "bad_stride.glb", glb(set_at("bufferViews", 0, "byteStride", 4))
    yield "bad_sparse.glb", glb(set_at("accessors", 0, "sparse", {}))
    yield "bad_type.glb", glb(set_at("accessors", 0, "type", "VEC2"))
    yield "bad_strip.glb", glb(set_at("meshes", 0, "primitives", 0, "mode", 5))
    yield "bad_extension.glb", glb(set_at("extensionsRequired", ["KHR_draco_mesh_compression"]))
    yield "bad_rotation.glb", glb(set_at("nodes", 0, "rotation", [0, 0, 0, 0]))
    yield "bad_nan.glb", glb(binary=b"\xff" * 48 + struct.pack("<12H", *(i for face in FACES for i in face)))


def main():
    makers = {"stl": stl_seeds, "obj": obj_seeds, "glb": glb_seeds, "npz": npz_seeds,
              "safetensors": safetensors_seeds, "png": png_seeds, "hdr": hdr_seeds, "exr": exr_seeds}
    for folder, seeds in makers.items():
        (HERE / folder).mkdir(exist_ok=True)
        for old in (HERE / folder).iterdir():
            old.unlink()
        for name, data in seeds():
            assert len(data) < 4096, name
            (HERE / folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
