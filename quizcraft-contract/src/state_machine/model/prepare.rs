use super::{Model, ModelQuestion, ModelStage, Outcome, Seen};
use crate::state_machine::step::Writer;
use crate::state_machine::world;
use quizcraft_core::Error;

impl Model {
    pub(super) fn prepare(&mut self, message: usize, writer: Writer) -> Outcome {
        let Some(&index) = self.messages.get(message) else {
            return Ok(Seen::Nothing);
        };
        self.deliveries += 1;
        let delivery = self.deliveries;
        let game = &mut self.games[index];
        let ModelStage::Pending { .. } = game.stage else {
            return Ok(Seen::Prepared {
                what: "not pending",
                game: None,
            });
        };
        let (what, stage) = match writer {
            Writer::Unavailable => return Err(Error::Unavailable(world::UNAVAILABLE.into())),
            Writer::Impossible => (
                "failed",
                ModelStage::Failed(world::FAILURE_REASON.to_owned()),
            ),
            Writer::Writes(count) => {
                let questions = (1..=count.min(game.limit)).map(|n| ModelQuestion {
                    written: world::written(delivery, n.into()),
                    choice: None,
                });
                ("opened", ModelStage::Open(questions.collect()))
            }
        };
        game.stage = stage;
        Ok(Seen::Prepared {
            what,
            game: Some(game.seen()),
        })
    }
}
