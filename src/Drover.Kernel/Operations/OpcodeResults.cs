namespace Drover.Kernel.Operations;

/// <summary>Results that the queue itself gives to opcodes.</summary>
public static class OpcodeResults
{
    /// <summary>Result of opcodes of a canceled job.</summary>
    public static RawJson Canceled { get; } = RawJson.String("Job canceled by request");

    /// <summary>Result of opcodes behind a failed one.</summary>
    public static RawJson PrecedingFailed { get; } = ExecutionError("Preceding opcode failed");

    /// <summary>The pair <c>["OpExecError", [text]]</c>.</summary>
    public static RawJson ExecutionError(string text) => Failure("OpExecError", text);

    /// <summary>The result of an opcode whose operation threw.</summary>
    public static RawJson From(Exception thrown) => thrown switch
    {
        OperationException refusal => refusal.ToResult(),
        OperationCanceledException => Canceled,
        _ => ExecutionError(string.IsNullOrEmpty(thrown.Message) ? thrown.GetType().Name : thrown.Message),
    };

    /// <summary>The pair <c>[class, [arguments]]</c>.</summary>
    public static RawJson Failure(string errorClass, params string[] arguments) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStringValue(errorClass);
        writer.WriteStartArray();
        foreach (var argument in arguments)
            writer.WriteStringValue(argument);
        writer.WriteEndArray();
        writer.WriteEndArray();
    });
}
