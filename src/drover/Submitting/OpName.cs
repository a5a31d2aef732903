namespace Drover.Cli.Submitting;

/// <summary>Names of opcodes: <c>test-delay</c> is short for <c>OP_TEST_DELAY</c>.</summary>
internal static class OpName
{
    private const string Prefix = "OP_";

    public static string Full(string name)
    {
        var upper = name.ToUpperInvariant().Replace('-', '_');
        return upper.StartsWith(Prefix, StringComparison.Ordinal) ? upper : Prefix + upper;
    }

    public static string Short(string id) => (id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id).ToLowerInvariant().Replace('_', '-');
}
