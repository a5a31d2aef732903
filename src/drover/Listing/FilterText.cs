using System.Text;

namespace Drover.Cli.Listing;

/// <summary>Writes values into the human filter syntax.</summary>
internal static class FilterText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
