//! The check of the store of games in a file.

use std::sync::Arc;

use async_trait::async_trait;
use quizcraft_core::gateway::{GatewayError, StoreCheck};

use crate::data_file::DataFile;

/// Checks that the file can be read, and then that the store can be written.
///
/// A write alone does not find a damaged file: the database may have every page that it needs in its
/// cache, and appends the changed pages to its write-ahead log.
pub(super) struct FileCheck {
    file: DataFile,
    store: Arc<dyn StoreCheck>,
}

impl FileCheck {
    pub(super) fn new(file: DataFile, store: Arc<dyn StoreCheck>) -> Self {
        Self { file, store }
    }
}

#[async_trait]
impl StoreCheck for FileCheck {
    async fn check(&self) -> Result<(), GatewayError> {
        let file = self.file.clone();
        let read = tokio::task::spawn_blocking(move || file.read_tables()).await;
        let read = read.map_err(|error| GatewayError::Broken(error.into()))?;
        read.map_err(|error| GatewayError::Broken(error.into()))?;
        self.store.check().await
    }
}
