//! Attached photos and scans made small enough to be shown in a terminal.
//!
//! Owns the decoding and its limits; pictures come from strangers, and a few bytes can unfold to
//! gigabytes. Must not touch the disk: bytes come in as they were attached. Without the feature
//! `pictures` nothing is decoded, and every picture is for the system's viewer.

use super::Kind;

/// Most pixels that are kept of a side. The widest screen has no room for more.
#[cfg(feature = "pictures")]
const LARGEST: (u32, u32) = (320, 240);
/// Most pixels of a side of a picture that is decoded: an A3 scan at 1,200 dpi has 19,843.
#[cfg(feature = "pictures")]
const LONGEST: u32 = 20_000;
/// Most memory for decoding, in bytes: 100 million pixels and some.
#[cfg(feature = "pictures")]
const MEMORY: u64 = 384 << 20;

/// A picture made small.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns of pixels.
    pub width: usize,
    /// Rows of pixels.
    pub height: usize,
    /// Red, green and blue of each pixel, row by row.
    pub pixels: Vec<[u8; 3]>,
    /// Columns and rows of the picture as it was attached, upright.
    pub original: (u32, u32),
}

/// Without the pixels, which nobody wants to see in a message.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {} of {:?})", self.width, self.height, self.original)
    }
}

/// Why a picture is not shown in the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFault {
    /// A kind that is not decoded here, or a program built without pictures.
    Kind,
    /// More pixels or memory than is spent on it.
    TooLarge,
    /// Its bytes are not a whole picture.
    Broken,
}

impl Picture {
    /// Whether pictures of this kind are shown.
    pub const fn takes(kind: Kind) -> bool {
        cfg!(feature = "pictures") && matches!(kind, Kind::Jpeg | Kind::Png)
    }

    /// Decodes a picture, turns it upright as its camera says, and makes it small. Takes seconds
    /// for the largest ones; never more memory than its limits.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn decode(kind: Kind, bytes: &[u8]) -> Result<Self, PictureFault> {
        if Self::takes(kind) { decode(kind, bytes) } else { Err(PictureFault::Kind) }
    }
}

#[cfg(feature = "pictures")]
fn decode(kind: Kind, bytes: &[u8]) -> Result<Picture, PictureFault> {
    use image::metadata::Orientation;
    use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

    let format = if kind == Kind::Jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(std::io::Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| fault(&e))?;
    if decoder.total_bytes() > MEMORY {
        return Err(PictureFault::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| fault(&e))?;
    let (columns, rows) = LARGEST;
    let full = (image.width(), image.height());
    if full.0 > columns || full.1 > rows {
        image = image.thumbnail(columns, rows);
    }
    image.apply_orientation(orientation);
    // Turned by a quarter, the sides change places.
    let turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let original = if turned { (full.1, full.0) } else { full };
    let small = on_white(&image);
    Ok(Picture { width: small.0, height: small.1, pixels: small.2, original })
}

/// The pixels of a picture, laid on white paper where it lets light through.
#[cfg(feature = "pictures")]
fn on_white(image: &image::DynamicImage) -> (usize, usize, Vec<[u8; 3]>) {
    let image = image.to_rgba8();
    let laid = |channel: u8, opaque: u8| {
        let (channel, opaque) = (u16::from(channel), u16::from(opaque));
        // At most 255, since both weights add up to 255.
        u8::try_from((channel * opaque + 255 * (255 - opaque)) / 255).unwrap_or(u8::MAX)
    };
    let pixel = |p: &image::Rgba<u8>| [0, 1, 2].map(|n| laid(p.0[n], p.0[3]));
    (image.width() as usize, image.height() as usize, image.pixels().map(pixel).collect())
}

#[cfg(feature = "pictures")]
fn fault(error: &image::ImageError) -> PictureFault {
    match error {
        image::ImageError::Limits(_) => PictureFault::TooLarge,
        _ => PictureFault::Broken,
    }
}

#[cfg(not(feature = "pictures"))]
fn decode(_: Kind, _: &[u8]) -> Result<Picture, PictureFault> {
    Err(PictureFault::Kind)
}
