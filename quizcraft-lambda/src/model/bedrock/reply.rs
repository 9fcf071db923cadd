//! Reads responses.

use aws_sdk_bedrockruntime::operation::converse::ConverseOutput;
use aws_sdk_bedrockruntime::types::{ContentBlock, StopReason, TokenUsage};
use quizcraft_author::{ChatReply, ChatRequest, End, Usage};

use super::document::json;

/// Returns the reply in the response to a request, or `None` if there is none.
pub(super) fn reply(response: &ConverseOutput, request: &ChatRequest) -> Option<ChatReply> {
    let end = end(response.stop_reason());
    let text = text(response);
    if text.is_none() && end == End::Complete {
        return None;
    }
    let text = text.unwrap_or_default();
    let (input, output) = response.usage().map_or((None, None), tokens);
    let usage = Usage::or_estimate(request, &text, input, output);
    Some(ChatReply { text, usage, end })
}

/// Returns the number of tokens of a response without a reply, or `None` if Bedrock does not tell it.
pub(super) fn usage(response: &ConverseOutput) -> Option<Usage> {
    let (input, output) = tokens(response.usage()?);
    let (input, output) = (input?, output?);
    Some(Usage { input, output })
}

fn end(reason: &StopReason) -> End {
    match reason {
        StopReason::ContentFiltered | StopReason::GuardrailIntervened => End::Refused,
        StopReason::MaxTokens | StopReason::ModelContextWindowExceeded => End::Truncated,
        _ => End::Complete,
    }
}

/// Returns the input of the tool call. A model that rejects the choice of the tool may send a text instead.
fn text(response: &ConverseOutput) -> Option<String> {
    let message = response.output()?.as_message().ok()?;
    let call = message.content().iter().find_map(|block| match block {
        ContentBlock::ToolUse(call) => Some(json(call.input()).to_string()),
        _ => None,
    });
    call.or_else(|| {
        message.content().iter().find_map(|block| match block {
            ContentBlock::Text(text) => Some(text.clone()),
            _ => None,
        })
    })
}

/// Returns the numbers of tokens of the request and the reply. Those of the request that Bedrock caches are counted
/// separately. The SDK returns 0 for a number that is missing.
fn tokens(usage: &TokenUsage) -> (Option<u32>, Option<u32>) {
    let number = |tokens: i32| u32::try_from(tokens).ok().filter(|tokens| *tokens > 0);
    let cached = [
        usage.cache_read_input_tokens(),
        usage.cache_write_input_tokens(),
    ];
    let cached = cached.into_iter().flatten().filter_map(number);
    let counted = number(usage.input_tokens()).into_iter().chain(cached);
    let input = counted.reduce(u32::saturating_add);
    (input, number(usage.output_tokens()))
}
