//! Takes the lease on a pending game.

use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use quizcraft_core::gateway::{GatewayError, Leasing};
use quizcraft_core::{StoredStatus, TakeLease};

use super::DynamoGames;
use crate::item::{Attributes, binary, name, number, status, text};
use crate::transaction::{Condition, Outcome, transact};

impl DynamoGames {
    /// Takes the lease in a transaction of one item, whose client token makes a retry after a lost response
    /// idempotent.
    pub(super) async fn write_lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        let target = self.game_target(command.game().id());
        let items = || Ok(vec![self.take_lease(command)?]);
        match transact(&self.client, target, items, self.limit).await? {
            Outcome::Committed => Ok(Leasing::Taken),
            Outcome::ConditionFailed(conditions) => match conditions.first() {
                Some(Condition::Fails(Some(item))) => self.rejected_lease(item),
                _ => Ok(Leasing::Missed),
            },
        }
    }

    /// The holder of a lease may take it again. A call that is retried after an error therefore succeeds.
    fn take_lease(&self, command: &TakeLease) -> Result<TransactWriteItem, GatewayError> {
        let lease = command.lease();
        let update = self
            .update_game(command.game())
            .update_expression("SET #holder = :holder, #until = :until")
            .condition_expression(
                "#status = :pending AND \
                 (attribute_not_exists(#holder) OR #until <= :now OR #holder = :holder)",
            )
            .expression_attribute_names("#status", name::STATUS)
            .expression_attribute_names("#holder", name::LEASE_HOLDER)
            .expression_attribute_names("#until", name::LEASE_UNTIL)
            .expression_attribute_values(":pending", text(status::PENDING))
            .expression_attribute_values(":holder", binary(*lease.holder.as_bytes()))
            .expression_attribute_values(":until", number(lease.until.as_secs()))
            .expression_attribute_values(":now", number(command.now().as_secs()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        self.transact_item(update)
    }

    /// Returns why the lease on the game with this item could not be taken.
    fn rejected_lease(&self, item: &Attributes) -> Result<Leasing, GatewayError> {
        Ok(match self.read_game(item)?.status {
            StoredStatus::Pending {
                lease: Some(lease), ..
            } => Leasing::Held(lease.until),
            _ => Leasing::Missed,
        })
    }
}
