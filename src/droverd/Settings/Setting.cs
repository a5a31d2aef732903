namespace Drover.Daemon.Settings;

/// <summary>A setting of the daemon.</summary>
/// <param name="Name">Name on the command line (without dashes in front) and in the configuration file.</param>
/// <param name="Form">What its text must look like.</param>
/// <param name="Default">Its text when nobody sets it; null when it then has none.</param>
/// <param name="Doc">One phrase on what it does.</param>
internal sealed record Setting(string Name, SettingForm Form, string? Default, string Doc)
{
    /// <summary>Environment variable that sets it.</summary>
    public string Variable => "DROVER_" + Name.Replace('-', '_').ToUpperInvariant();
}
