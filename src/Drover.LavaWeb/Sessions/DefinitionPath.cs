using System.Text;

namespace Drover.LavaWeb.Sessions;

/// <summary>Places in a definition as LAVA writes them.</summary>
internal static class DefinitionPath
{
    /// <summary><c>actions[0].deploy.to</c> as <c>data['actions'][0]['deploy']['to']</c>.</summary>
    public static string OfPython(string path)
    {
        var text = new StringBuilder("data");
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            if (name.Length > 0)
                text.Append("['").Append(name).Append("']");
            if (bracket >= 0)
                text.Append(part.AsSpan(bracket));
        }
        return text.ToString();
    }
}
