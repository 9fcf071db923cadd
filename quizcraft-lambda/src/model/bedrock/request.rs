//! Writes requests.

use aws_sdk_bedrockruntime::Client;
use aws_sdk_bedrockruntime::error::BuildError;
use aws_sdk_bedrockruntime::operation::converse::builders::ConverseFluentBuilder;
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ConversationRole, InferenceConfiguration, Message, SpecificToolChoice,
    SystemContentBlock, Tool, ToolChoice, ToolConfiguration, ToolInputSchema, ToolSpecification,
};
use quizcraft_author::{ChatRequest, ModelName, ReplySchema};

use super::document::document;
use super::parameters::{Parameter, Parameters};

/// Returns the call of a model.
pub(super) fn converse(
    client: &Client,
    name: &ModelName,
    request: &ChatRequest,
    parameters: Parameters,
) -> Result<ConverseFluentBuilder, BuildError> {
    let message = Message::builder()
        .role(ConversationRole::User)
        .content(ContentBlock::Text(request.message.clone()));
    let call = client
        .converse()
        .model_id(name.as_str())
        .system(SystemContentBlock::Text(request.instructions.clone()))
        .messages(message.build()?)
        .inference_config(limits(request, parameters))
        .tool_config(tools(&request.schema, parameters)?);
    Ok(call)
}

fn limits(request: &ChatRequest, parameters: Parameters) -> InferenceConfiguration {
    let max_tokens = i32::try_from(request.max_tokens).unwrap_or(i32::MAX);
    let temperature = parameters.contain(Parameter::Temperature).then_some(0.0);
    InferenceConfiguration::builder()
        .max_tokens(max_tokens)
        .set_temperature(temperature)
        .build()
}

/// Returns the only tool. A model that rejects the choice of a tool may send a text instead of a call.
fn tools(schema: &ReplySchema, parameters: Parameters) -> Result<ToolConfiguration, BuildError> {
    let tool = ToolSpecification::builder()
        .name(schema.name)
        .description("Receives the reply.")
        .input_schema(ToolInputSchema::Json(document(&schema.json)));
    let tools = ToolConfiguration::builder().tools(Tool::ToolSpec(tool.build()?));
    if !parameters.contain(Parameter::ToolChoice) {
        return tools.build();
    }
    let choice = SpecificToolChoice::builder().name(schema.name).build()?;
    tools.tool_choice(ToolChoice::Tool(choice)).build()
}
