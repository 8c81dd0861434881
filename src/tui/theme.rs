//! Colours: at most three accents, each with one meaning: where I am, what needs a look, what
//! just changed. Everything else is weight and shade of the terminal's own colours.

use ratatui::style::{Color, Modifier, Style};

use crate::app::Theme;

/// How colours of pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// As they are.
    True,
    /// The nearest of 256.
    Indexed,
    /// Light and dark only.
    Shades,
}

/// The styles of a theme.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Ordinary text.
    pub plain: Style,
    /// By the way.
    pub dim: Style,
    /// Headings and totals.
    pub strong: Style,
    /// Where I am: names and frames.
    pub here: Style,
    /// Where I am: the selected row.
    pub selected: Style,
    /// The selected row of a pane without the keys.
    pub resting: Style,
    /// Needs a look.
    pub attention: Style,
    /// Just changed.
    pub changed: Style,
    /// A field being typed into.
    pub field: Style,
    /// Colours of pictures.
    pub depth: Depth,
}

impl Look {
    /// The styles of `theme`.
    pub fn of(theme: Theme) -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        match theme {
            Theme::Dark => Self::coloured(Color::Cyan, Color::Yellow, Color::Green, Color::DarkGray),
            Theme::Light => Self::coloured(Color::Blue, Color::Red, Color::Magenta, Color::DarkGray),
            Theme::Mono => Self {
                plain,
                dim: plain.add_modifier(Modifier::DIM),
                strong,
                here: strong,
                selected: plain.add_modifier(Modifier::REVERSED),
                resting: plain.add_modifier(Modifier::UNDERLINED),
                attention: strong.add_modifier(Modifier::UNDERLINED),
                changed: strong.add_modifier(Modifier::REVERSED),
                field: plain.add_modifier(Modifier::UNDERLINED),
                depth: Depth::Shades,
            },
        }
    }

    /// The same for a terminal that may know only 256 colours.
    #[must_use]
    pub fn on(self, knows_all_colours: bool) -> Self {
        let less = !knows_all_colours && self.depth == Depth::True;
        Self { depth: if less { Depth::Indexed } else { self.depth }, ..self }
    }

    fn coloured(here: Color, attention: Color, changed: Color, dim: Color) -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        Self {
            plain,
            dim: plain.fg(dim),
            strong,
            here: strong.fg(here),
            selected: strong.fg(here).add_modifier(Modifier::REVERSED),
            resting: strong.fg(here),
            attention: plain.fg(attention),
            changed: strong.fg(changed),
            field: plain.fg(here).add_modifier(Modifier::UNDERLINED),
            depth: Depth::True,
        }
    }
}
