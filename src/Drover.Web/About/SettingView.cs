using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.About;

/// <summary>A setting as it is in force.</summary>
/// <param name="Name">Its name on the command line, without dashes in front.</param>
/// <param name="Value">Its value as text; null when it is not set.</param>
/// <param name="Origin"><c>default</c>, <c>file:PATH</c>, <c>environment:NAME</c> or <c>command line</c>.</param>
/// <param name="Doc">One phrase on what it does.</param>
public sealed record SettingView(string Name, string? Value, string Origin, string Doc)
{
    /// <summary>The origin of a value that nobody has set.</summary>
    public const string ByDefault = "default";

    /// <summary>The value as a caller may see it: everybody may see what nobody has set.</summary>
    public string? ShownTo(Call call) => Origin == ByDefault || call.Sees(Visibility.Operators, Protected.Setting, Name) ? Value : null;
}
