namespace Drover.Pages.Lab;

/// <summary>How states of the lab are shown: well, bad, on their way, or of no matter.</summary>
internal static class LabStates
{
    public static string OfDevice(string health) => health switch
    {
        "Good" => "good",
        "Bad" => "bad",
        "Unknown" or "Looping" => "running",
        _ => "queued",
    };

    public static string OfWorker(Reading.Row worker) => (worker.Text("health"), worker.Text("state")) switch
    {
        ("Active", "Online") => "good",
        ("Active", _) => "bad",
        _ => "queued",
    };

    public static string OfTestJob(string health) => health switch
    {
        "Complete" => "good",
        "Incomplete" => "bad",
        "Canceled" => "queued",
        _ => "running",
    };

    public static string OfResult(string result) => result switch
    {
        "pass" => "good",
        "fail" => "bad",
        _ => "queued",
    };
}
