using Drover.Web.About;
using Drover.Web.Calls;

namespace Drover.Pages.Settings;

/// <summary>A setting as its page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null for none, and for one that the reader may not see.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="IsDefault">Whether nobody has set it.</param>
/// <param name="IsHidden">Whether the reader may not see its value.</param>
/// <param name="Doc">One phrase on what it does.</param>
public sealed record SettingLine(string Name, string? Value, string Origin, bool IsDefault, bool IsHidden, string Doc)
{
    /// <summary>All settings as the caller may see them.</summary>
    public static Task<IReadOnlyList<SettingLine>> ReadAsync(Call call, IReadOnlyList<SettingView> settings)
    {
        call.Parameters("notice");
        return Task.FromResult<IReadOnlyList<SettingLine>>([.. settings.Select(setting => Of(call, setting))]);
    }

    private static SettingLine Of(Call call, SettingView setting)
    {
        var shown = setting.ShownTo(call);
        var isDefault = setting.Origin == SettingView.ByDefault;
        return new SettingLine(setting.Name, shown, setting.Origin, isDefault, IsHidden: shown is null && setting.Value is not null, setting.Doc);
    }
}
