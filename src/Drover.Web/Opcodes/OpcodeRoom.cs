using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Operations;
using Drover.Opcodes;
using Drover.Web.Calls;

namespace Drover.Web.Opcodes;

/// <summary>What jobs can be made of: the opcodes that this daemon runs, with their parameters.</summary>
public sealed class OpcodeRoom : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Get("/v1/opcodes", Protected.Daemon, ListAsync);
        routes.Get("/v1/opcodes/{opcode}", Protected.Daemon, ShowAsync);
    }

    private static Task ListAsync(Call call)
    {
        call.Parameters();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("opcodes"u8);
            foreach (var id in call.Kernel.Model.RunnableOpcodes)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, id);
                writer.WriteStartArray("parameters"u8);
                foreach (var parameter in call.Kernel.Model.Operation(id)!.Schema.Parameters)
                    writer.WriteStringValue(parameter.Name);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static Task ShowAsync(Call call)
    {
        call.Parameters();
        var id = call.PathValue("opcode");
        if (!call.Kernel.Model.TryFind(id, out var schema, out _))
        {
            var near = NearestName.Of(id, call.Kernel.Model.RunnableOpcodes);
            throw new RequestException(404, "OPCODE_UNKNOWN", $"There is no opcode '{id}'.", "opcode", near is null ? "/v1/opcodes lists those that there are." : $"Did you mean '{near}'?");
        }
        var operation = call.Kernel.Model.Operation(id);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            writer.WriteBoolean("runs"u8, operation is not null);
            // One that only changes the state is over in one step: it is never caught running.
            var effect = operation as EffectOperation;
            writer.WriteString("recovery"u8, effect?.Recovery.ToString().ToLowerInvariant());
            writer.WritePropertyName("can_be_stopped"u8);
            if (effect is null)
                writer.WriteNullValue();
            else
                writer.WriteBooleanValue(effect.Interruptible);
            writer.WriteStartArray("parameters"u8);
            foreach (var parameter in schema.Parameters)
                Write(writer, parameter);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, OpcodeParameter parameter)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, parameter.Name);
        writer.WriteString("type"u8, parameter.Type.Describe());
        writer.WriteBoolean("required"u8, parameter.Required);
        writer.WritePropertyName("default"u8);
        if (parameter.Required)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(parameter.Default.Span);
        writer.WritePropertyName("example"u8);
        writer.WriteRawValue(parameter.Type.Example());
        writer.WriteEndObject();
    }
}
