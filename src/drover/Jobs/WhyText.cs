using System.Text;
using System.Text.Json;
using Drover.Cli.Terminal;

namespace Drover.Cli.Jobs;

/// <summary>The daemon's answer to "why" in words: a sentence, and below it the tree of what stands behind it.</summary>
internal static class WhyText
{
    public static string Of(JsonElement answer)
    {
        var text = new StringBuilder(Printable.Line(answer.GetProperty("sentence").GetString()!));
        // The root of the tree is the sentence.
        if (answer.TryGetProperty("tree", out var tree) && tree.ValueKind == JsonValueKind.Object)
            Branches(text, tree, "");
        return text.ToString();
    }

    private static void Branches(StringBuilder text, JsonElement node, string rest)
    {
        if (!node.TryGetProperty("children", out var children) || children.ValueKind != JsonValueKind.Array)
            return;
        var count = children.GetArrayLength();
        for (var i = 0; i < count; i++)
        {
            var last = i == count - 1;
            text.Append('\n').Append(rest).Append(last ? "└─ " : "├─ ").Append(Printable.Line(children[i].GetProperty("text").GetString() ?? ""));
            Branches(text, children[i], rest + (last ? "   " : "│  "));
        }
    }
}
