using System.Security.Cryptography;

namespace Drover.Directories.Passwords;

/// <summary>Passwords that the daemon draws: capitals, small letters, digits and signs, each as likely as the others.</summary>
public static class DrawnPassword
{
    /// <summary>Length where none is named.</summary>
    public const int UsualLength = 12;

    /// <summary>Fewest characters.</summary>
    public const int Shortest = 8;

    /// <summary>Most characters.</summary>
    public const int Longest = 128;

    private static readonly string[] s_classes = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "./_*+-=@"];

    /// <summary>Draws one.</summary>
    public static string Draw(int length)
    {
        var drawn = new char[length];
        for (var i = 0; i < length; i++)
        {
            var letters = s_classes[RandomNumberGenerator.GetInt32(s_classes.Length)];
            drawn[i] = letters[RandomNumberGenerator.GetInt32(letters.Length)];
        }
        return new string(drawn);
    }
}
