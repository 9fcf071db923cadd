//! Takes the lease on a pending game.

use std::ops::ControlFlow;

use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use quizcraft_core::gateway::{GatewayError, Leasing, RefusedExpense};
use quizcraft_core::{Game, Lease, LeaseCheck, Pending, Restored, Stage, TakeLease};

use super::DynamoGames;
use super::write::UpdateBuilder;
use crate::error::unreadable;
use crate::item::{Attributes, Counter, binary, name, number, status, text};
use crate::transaction::{Condition, Outcome, too_many_conflicts, transact};

/// The maximum number of transactions for one lease. The second one is for a game that changed since it was read. Each
/// further one is for a game that changed since the one before, which the attempts limit.
const MAX_TRANSACTIONS: usize = 4;

impl DynamoGames {
    /// Takes the lease. What the write counts depends on the stored game, so it is on condition that the game is
    /// as expected: at first as it was read, then as it was found by the condition that failed.
    pub(super) async fn write_lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        let mut kind = Kind::of(command, command.read());
        for _ in 0..MAX_TRANSACTIONS {
            let conditions = match self.attempt_lease(command, kind).await? {
                Outcome::Committed => return Ok(Leasing::Taken),
                Outcome::ConditionFailed(conditions) => conditions,
            };
            match self.resolve_lease(command, &conditions)? {
                ControlFlow::Break(leasing) => return Ok(leasing),
                ControlFlow::Continue(other) => kind = other,
            }
        }
        Err(too_many_conflicts(self.game_target(command.game().id())))
    }

    /// Returns why the lease was not written, or its kind if the stored game allows it after all. DynamoDB reports
    /// every condition that failed, so the game takes precedence over the quota.
    fn resolve_lease(
        &self,
        command: &TakeLease,
        conditions: &[Condition],
    ) -> Result<ControlFlow<Leasing, Kind>, GatewayError> {
        let stored = match conditions.first() {
            Some(Condition::Fails(Some(item))) => self.pending(item)?,
            Some(Condition::Fails(None)) | None => None,
            Some(Condition::Holds) => {
                let refused = Leasing::Refused(RefusedExpense::GamesPerHour);
                return Ok(ControlFlow::Break(refused));
            }
        };
        let Some(stored) = stored else {
            return Ok(ControlFlow::Break(Leasing::Missed));
        };
        Ok(match command.check(&stored) {
            LeaseCheck::Held(until) => ControlFlow::Break(Leasing::Held(until)),
            LeaseCheck::NoAttemptLeft => {
                ControlFlow::Break(Leasing::Refused(RefusedExpense::Attempts))
            }
            LeaseCheck::First | LeaseCheck::Another | LeaseCheck::Renewal => {
                ControlFlow::Continue(Kind::of(command, &stored))
            }
        })
    }

    /// Writes the lease of this kind in one transaction. Its client token makes a retry after a lost response
    /// idempotent, so that nothing is counted twice.
    async fn attempt_lease(
        &self,
        command: &TakeLease,
        kind: Kind,
    ) -> Result<Outcome, GatewayError> {
        let items = || {
            let lease = self.take_lease(command, kind)?;
            let quota = command.quota().filter(|_| kind == Kind::First);
            let counted = quota.map(|quota| {
                let (hour, limit) = (quota.hour(), quota.limit().get());
                self.count(command.game().player(), hour, Counter::Expensive, limit)
            });
            std::iter::once(Ok(lease)).chain(counted).collect()
        };
        let target = self.game_target(command.game().id());
        transact(&self.client, target, items, self.limit).await
    }

    fn take_lease(
        &self,
        command: &TakeLease,
        kind: Kind,
    ) -> Result<TransactWriteItem, GatewayError> {
        let lease = command.lease();
        let update = self
            .update_game(command.game())
            .expression_attribute_names("#status", name::STATUS)
            .expression_attribute_names("#holder", name::LEASE_HOLDER)
            .expression_attribute_names("#until", name::LEASE_UNTIL)
            .expression_attribute_values(":pending", text(status::PENDING))
            .expression_attribute_values(":holder", binary(*lease.holder.as_bytes()))
            .expression_attribute_values(":until", number(lease.until.as_secs()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        self.transact_item(kind.add_to(update, command))
    }

    /// Returns the pending stage in the item of a game, or `None` if the game is not pending.
    fn pending(&self, item: &Attributes) -> Result<Option<Pending>, GatewayError> {
        let stored = self.read_game(item)?;
        let key = format!("game {}", stored.id);
        let restored = stored.restore();
        let restored = restored.map_err(|error| unreadable(self.tables.game(), key, error))?;
        Ok(match restored {
            Restored::Whole(game) => pending_stage(&game).cloned(),
            Restored::Uncounted(_) => None,
        })
    }
}

/// What a lease is expected to count as when it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    First,
    Another,
    Renewal,
}

impl Kind {
    /// Returns the kind of a lease on a game as it is expected. If the lease cannot be taken, the condition of
    /// the returned kind fails, so that the stored game decides.
    fn of(command: &TakeLease, expected: &Pending) -> Self {
        match command.check(expected) {
            LeaseCheck::Renewal => Self::Renewal,
            LeaseCheck::First => Self::First,
            LeaseCheck::Another | LeaseCheck::Held(_) | LeaseCheck::NoAttemptLeft => Self::Another,
        }
    }

    /// Adds the expressions of a lease of this kind.
    fn add_to(self, update: UpdateBuilder, command: &TakeLease) -> UpdateBuilder {
        let counted = match self {
            Self::Renewal => {
                return update
                    .update_expression("SET #until = :until")
                    .condition_expression("#status = :pending AND #holder = :holder");
            }
            Self::First => "(attribute_not_exists(#attempts) OR #attempts = :none)",
            Self::Another => "#attempts > :none AND #attempts < :max",
        };
        let update = update
            .update_expression("SET #holder = :holder, #until = :until ADD #attempts :one")
            .condition_expression(format!("#status = :pending AND {IS_FREE} AND {counted}"))
            .expression_attribute_names("#attempts", name::LEASE_ATTEMPTS)
            .expression_attribute_values(":now", number(command.now().as_secs()))
            .expression_attribute_values(":none", number(0_u8))
            .expression_attribute_values(":one", number(1_u8));
        match self {
            Self::Another => {
                update.expression_attribute_values(":max", number(Lease::MAX_ATTEMPTS))
            }
            Self::First | Self::Renewal => update,
        }
    }
}

/// The condition of a lease that another worker held last.
const IS_FREE: &str = "(attribute_not_exists(#holder) OR (#until <= :now AND #holder <> :holder))";

const fn pending_stage(game: &Game) -> Option<&Pending> {
    match game.stage() {
        Stage::Pending(pending) => Some(pending),
        Stage::Ready(_) | Stage::Finished(_) | Stage::Failed(_) => None,
    }
}
