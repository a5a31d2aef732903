namespace Drover.Daemon.Settings;

/// <summary>Usage or configuration is wrong; the text names the place. Codes: <c>USAGE</c>, <c>SETTING_UNKNOWN</c>,
/// <c>SETTING_INVALID</c>, <c>CONFIG_FILE</c>.</summary>
internal sealed class SettingsException(string code, string message) : DroverException(code, message);
