using System.Text;
using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Tasks;

/// <summary>The opcodes of a task's job.</summary>
internal static class TaskOps
{
    /// <summary>At least one opcode, as it would be submitted.</summary>
    public static ParameterType Parameter { get; } = ParameterType.ListOf(ParameterType.DictionaryOf(ParameterType.NonEmptyString, ParameterType.Anything));

    /// <summary>Reads them anew: what may be submitted can have changed since.</summary>
    /// <exception cref="OperationException">One of them cannot be submitted.</exception>
    public static IReadOnlyList<AcceptedOpcode> Read(IOpcodeCatalog catalog, JsonElement ops)
    {
        if (ops.GetArrayLength() == 0)
            throw Refusal.WrongInput("A task needs at least one opcode in 'ops'");
        var reader = new OpcodeReader(catalog);
        try
        {
            return [.. ops.EnumerateArray().Select((op, index) => Checked(reader.Read(op, OpcodeReadOptions.Own, index), index))];
        }
        catch (OpcodeException e)
        {
            throw Refusal.WrongInput($"The opcodes of a task must be such as can be submitted: {e.Message}");
        }
    }

    private static AcceptedOpcode Checked(AcceptedOpcode opcode, int index)
    {
        if (opcode.Depends.Count > 0)
            throw Refusal.WrongInput($"ops[{index}] depends on a job: a task is submitted again and again, and no job stays that long");
        return Encoding.UTF8.GetString(opcode.Head.Span).Contains($"\"{OpcodeReader.Redacted}\"", StringComparison.Ordinal)
            ? throw Refusal.WrongInput($"ops[{index}] has a secret, and what is kept of a task can be read: give the secret where the job finds it")
            : opcode;
    }
}
