namespace Drover.Cli.Submitting;

/// <summary>Names of opcodes: <c>test-delay</c> is short for <c>OP_TEST_DELAY</c>.</summary>
internal static class OpName
{
    public static string Full(string name)
    {
        var upper = name.ToUpperInvariant().Replace('-', '_');
        return upper.StartsWith("OP_", StringComparison.Ordinal) ? upper : "OP_" + upper;
    }
}
