//! Photos stand upright as their camera says, in each of the eight ways EXIF knows.

use jiping::store::{Kind, Picture};

/// Side of a quarter of the picture, in pixels: a JPEG keeps blocks of 8 apart from each other.
const SIDE: u32 = 16;
const RED: [u8; 3] = [255, 0, 0];
const GREEN: [u8; 3] = [0, 255, 0];
const BLUE: [u8; 3] = [0, 0, 255];

/// Three fields side by side, red, green and blue, as a camera stores them that notes `way`.
fn photo(way: u8) -> Vec<u8> {
    let field = |x: u32| image::Rgb([RED, GREEN, BLUE][(x / SIDE) as usize]);
    let stored = image::RgbImage::from_fn(3 * SIDE, 2 * SIDE, |x, y| {
        // The lower half is dark, so that up and down differ, too.
        let image::Rgb(colour) = field(x);
        image::Rgb(if y < SIDE { colour } else { colour.map(|c| c / 3) })
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    stored.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    // One entry of the first directory: tag 0x0112, one short number.
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([way, 0, 0, 0, 0, 0, 0, 0]);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend(b"\xff\xe1");
    bytes.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(tiff);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// The letter of the colour in the middle of a field: small where it is dark.
fn letter(picture: &Picture, column: usize, row: usize) -> char {
    let side = SIDE as usize;
    let at = (row * side + side / 2) * picture.width + column * side + side / 2;
    let pixel = picture.pixels[at];
    let strongest = (0..3).max_by_key(|n| pixel[*n]).unwrap();
    let is_dark = pixel[strongest] < 170;
    [['R', 'r'], ['G', 'g'], ['B', 'b']][strongest][usize::from(is_dark)]
}

#[test]
fn each_way_to_hold_a_camera_is_turned_upright() {
    // What the rows of the upright picture show, after the table of the EXIF standard (CIPA DC-008,
    // 4.6.5.1.6): where the stored first row and first column belong, 1 to 8.
    let stored = ["RGB", "rgb"];
    let upright: [&[&str]; 8] = [
        // 1 top, left; 2 top, right: mirrored.
        &stored,
        &["BGR", "bgr"],
        // 3 bottom, right: half a turn; 4 bottom, left: upside down in a mirror.
        &["bgr", "BGR"],
        &["rgb", "RGB"],
        // 5 left, top: rows become columns; 6 right, top: a quarter to the right.
        &["Rr", "Gg", "Bb"],
        &["rR", "gG", "bB"],
        // 7 right, bottom; 8 left, bottom: a quarter to the left.
        &["bB", "gG", "rR"],
        &["Bb", "Gg", "Rr"],
    ];
    for (way, rows) in (1..).zip(upright) {
        let picture = Picture::decode(Kind::Jpeg, &photo(way)).unwrap();
        let side = SIDE as usize;
        let (columns, lines) = (rows[0].len(), rows.len());
        assert_eq!((picture.width, picture.height), (columns * side, lines * side), "way {way}");
        let original = (u32::try_from(columns).unwrap() * SIDE, u32::try_from(lines).unwrap() * SIDE);
        assert_eq!(picture.original, original, "way {way}");
        let shown: Vec<String> = (0..lines)
            .map(|row| (0..columns).map(|column| letter(&picture, column, row)).collect())
            .collect();
        assert_eq!(shown, rows, "way {way}");
    }
}

#[test]
fn a_photo_that_says_nothing_or_nonsense_stays_as_it_is() {
    let plain = Picture::decode(Kind::Jpeg, &photo(1)).unwrap();
    for way in [0, 9, 255] {
        assert_eq!(Picture::decode(Kind::Jpeg, &photo(way)).unwrap(), plain, "way {way}");
    }
}
