//! Handles of records.

/// Declares a `Copy` handle of a record. The length of the section is the number of records. The listed fields
/// are read eagerly, because they are needed often.
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

            /// Returns the id: the zero-based index among all records of this type.
            #[must_use]
            pub fn id(&self) -> u32 {
                self.id
            }

            /// Returns the number of this record in a section.
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
