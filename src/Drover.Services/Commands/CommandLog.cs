using System.Collections.Concurrent;
using System.Text;
using Drover.Kernel.Operations;
using Drover.Nodes.Commands;

namespace Drover.Services.Commands;

/// <summary>Writes what commands do into the log of their job: output as entries of the types <c>stdout</c> and <c>stderr</c>, the rest as messages. Where there are several nodes each line begins
/// with the name of its own.</summary>
/// <param name="context">The job.</param>
/// <param name="isOfOne">Whether there is one node.</param>
/// <param name="most">Bytes of output that a node was told to send at most.</param>
internal sealed class CommandLog(OperationContext context, bool isOfOne, long most)
{
    /// <summary>Bytes that are no UTF-8 are told as a sign that is three times as long.</summary>
    private const int LongestSign = 3;

    private readonly ConcurrentDictionary<string, long> _written = new(StringComparer.Ordinal);

    /// <summary>Entries of what a command wrote to standard output.</summary>
    public const string Output = "stdout";

    /// <summary>Entries of what a command wrote to standard error.</summary>
    public const string Error = "stderr";

    /// <summary>Writes output. A node that heeds no bound is not the one by which the log grows.</summary>
    public void Write(string node, CommandOutput output)
    {
        var length = Encoding.UTF8.GetByteCount(output.Text);
        var written = _written.AddOrUpdate(node, length, (_, before) => before + length);
        if (written <= LongestSign * most)
            context.Log(output.IsError ? Error : Output, RawJson.String(isOfOne ? output.Text : Named(node, output.Text)));
        else if (written - length <= LongestSign * most)
            context.Log($"{node}: it sends more output than it was told to (command-output); the rest is left out");
    }

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
