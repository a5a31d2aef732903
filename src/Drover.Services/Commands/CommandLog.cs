using Drover.Kernel.Operations;
using Drover.Nodes.Commands;

namespace Drover.Services.Commands;

/// <summary>Writes what commands do into the log of their job: output as entries of the types <c>stdout</c> and <c>stderr</c>, the rest as messages. Where there are several nodes each line begins
/// with the name of its own.</summary>
internal sealed class CommandLog(OperationContext context, bool isOfOne)
{
    /// <summary>Entries of what a command wrote to standard output.</summary>
    public const string Output = "stdout";

    /// <summary>Entries of what a command wrote to standard error.</summary>
    public const string Error = "stderr";

    public void Write(string node, CommandOutput output) => context.Log(output.IsError ? Error : Output, RawJson.String(isOfOne ? output.Text : Named(node, output.Text)));

    public void Write(string node, CommandEnd end)
    {
        if (end.Dropped > 0)
            context.Log($"{node}: {end.Dropped} bytes of its output are left out: more than a command may write (command-output)");
        if (end.Left > 0)
            context.Log($"{node}: {(end.Left == 1 ? "one process that it had left behind was" : $"{end.Left} processes that it had left behind were")} ended");
        if (!isOfOne && end.Kind == CommandEndKind.Ended && CommandWords.Code(end) is { } code)
            context.Log($"{node}: exit {code}");
    }

    private static string Named(string node, string text) => string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"{node}: {line}\n"));
}
