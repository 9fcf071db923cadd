//! Small copies that refer to records.

/// Declares a small copy that refers to a record, by the section that has a number for each, and
/// the numbers that it has at hand because they are needed often.
macro_rules! entity {
    ($(#[$doc:meta])* $name:ident, $section:ident $(, $field:ident: $at_hand:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'f> {
            facts: &'f Facts,
            id: u32,
            $($field: u32,)*
        }

        impl<'f> $name<'f> {
            pub(in crate::facts) fn ids(facts: &Facts) -> Range<u32> {
                0..facts.image.count(Section::$section)
            }

            #[inline]
            pub(in crate::facts) fn new(facts: &'f Facts, id: u32) -> Self {
                $(let $field = facts.image.number(Section::$at_hand, id);)*
                Self { facts, id, $($field,)* }
            }

            /// Its place among all of its kind; 0 is the first.
            #[must_use]
            pub fn id(&self) -> u32 {
                self.id
            }

            /// What a section has for it.
            fn field(&self, section: Section) -> u32 {
                self.facts.image.number(section, self.id)
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.id == other.id
            }
        }

        impl Eq for $name<'_> {}

        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id).finish()
            }
        }
    };
}

pub(super) use entity;
