namespace Drover.Services.Cltab;

/// <summary>The words of the modes.</summary>
public static class CltabModes
{
    /// <summary>The mode of a word as written in a cltab; null if there is none.</summary>
    public static CltabMode? Parse(string word) => word switch
    {
        "once" => CltabMode.Once,
        "wait" => CltabMode.Wait,
        "respawn" => CltabMode.Respawn,
        "off" => CltabMode.Off,
        "test" => CltabMode.Test,
        _ => null,
    };

    /// <summary>The word of a mode as written in a cltab.</summary>
    public static string Word(this CltabMode mode) => mode switch
    {
        CltabMode.Once => "once",
        CltabMode.Wait => "wait",
        CltabMode.Respawn => "respawn",
        CltabMode.Off => "off",
        _ => "test",
    };

    /// <summary>Whether later entries of the level wait for its end.</summary>
    internal static bool IsForeground(this CltabMode mode) => mode is CltabMode.Wait or CltabMode.Test;
}
