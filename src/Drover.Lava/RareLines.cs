namespace Drover.Lava;

/// <summary>Keeps what happens again and again from filling the log: each subject is told at once, and then once a minute with how often it was left out.</summary>
internal sealed class RareLines(TimeProvider clock)
{
    private const int MostSubjects = 1000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long At, long Left)> _told = [];

    /// <summary>Subjects that are kept in mind.</summary>
    public int Subjects => _told.Count;

    /// <param name="subject">What it is about.</param>
    /// <param name="left">How often it happened since it was told last, this time left out.</param>
    /// <returns>Whether a line is to be written.</returns>
    public bool IsDue(string subject, out long left)
    {
        var now = clock.GetTimestamp();
        var known = _told.TryGetValue(subject, out var last);
        left = last.Left;
        if (known && clock.GetElapsedTime(last.At, now) < s_pause)
        {
            _told[subject] = (last.At, left + 1);
            return false;
        }
        // Strangers choose the subjects: they must not fill the memory either.
        if (!known && _told.Count >= MostSubjects)
            _told.Clear();
        _told[subject] = (now, 0);
        return true;
    }
}
