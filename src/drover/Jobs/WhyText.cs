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
        if (answer.TryGetProperty("tree", out var tree) && tree.ValueKind == JsonValueKind.Object
            && tree.TryGetProperty("children", out var behind) && behind.GetArrayLength() > 0)
        {
            text.Append('\n');
            Branch(text, tree, "", "");
        }

        return text.ToString();
    }

    private static void Branch(StringBuilder text, JsonElement node, string first, string rest)
    {
        text.Append('\n').Append(first).Append(Printable.Line(node.GetProperty("text").GetString() ?? ""));
        if (!node.TryGetProperty("children", out var children) || children.ValueKind != JsonValueKind.Array)
            return;
        var count = children.GetArrayLength();
        for (var i = 0; i < count; i++)
        {
            var last = i == count - 1;
            Branch(text, children[i], rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
        }
    }
}
