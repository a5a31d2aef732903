using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster;

/// <summary>Opcodes of jobs that an operation submits: they have its priority and its reasons.</summary>
internal static class FollowUps
{
    /// <param name="scope">The opcode that submits.</param>
    /// <param name="model">What can be submitted.</param>
    /// <param name="opId">The opcode to submit.</param>
    /// <param name="parameters">Writes its own parameters.</param>
    public static AcceptedOpcode Opcode(OpcodeScope scope, KernelModel model, string opId, Action<Utf8JsonWriter> parameters)
    {
        var json = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("OP_ID", opId);
            parameters(writer);
            Pass(writer, scope, "priority");
            Pass(writer, scope, "reason");
            writer.WriteEndObject();
        });
        using var document = JsonDocument.Parse(json.Utf8);
        return new OpcodeReader(model).Read(document.RootElement, OpcodeReadOptions.Own);
    }

    /// <summary>Gives a parameter of the opcode on, where it has one.</summary>
    public static void Pass(Utf8JsonWriter writer, OpcodeScope scope, string name)
    {
        if (!scope[name].IsGiven())
            return;
        writer.WritePropertyName(name);
        scope[name].WriteTo(writer);
    }
}
