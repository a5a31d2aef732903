using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Shares;

/// <summary>A check of many files that have ACLs beside setfacl, which writes them.</summary>
internal sealed class ShareChecks : Part
{
    private const int DirectoryCount = 100, FilesEach = 1_000;

    public override string Name => "shares";

    public override string About => "owners and ACLs of 100,000 files: put right, and looked at again; beside setfacl -R (needs root and setfacl)";

    public override async Task RunAsync(BenchRun run)
    {
        using var bed = new ShareBed();
        List<double> written = [], again = [], owned = [], repaired = [], looked = [];
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            var (theirs, ours) = (run.NewDirectory(), run.NewDirectory());
            ShareBed.Fill(theirs, DirectoryCount, FilesEach);
            ShareBed.Fill(ours, DirectoryCount, FilesEach);
            written.Add(ShareBed.TimeSetfacl(theirs));
            owned.Add((await bed.CheckAsync(ours, apply: true)).Time);
            ShareBed.Time("setfacl", "-R", "-b", ours);
            repaired.Add((await bed.CheckAsync(ours, apply: true)).Time);
            again.Add(ShareBed.TimeSetfacl(theirs));
            var (time, wrong) = await bed.CheckAsync(ours, apply: false);
            looked.Add(wrong == 0 ? time : throw new InvalidOperationException($"{wrong} entries are not right after a repair."));
        }
        run.Report.Add("setfacl -R", Samples.Median(written), "ms");
        run.Report.Add("setfacl -R again", Samples.Median(again), "ms");
        run.Report.Add("repair of owners and ACLs", Samples.Median(owned), "ms");
        run.Report.Add("repair of ACLs", Samples.Median(repaired), "ms");
        run.Report.Add("check, all right", Samples.Median(looked), "ms");
        run.Report.Add("repair of ACLs / setfacl -R", Samples.Median(repaired) / Samples.Median(written), "x", Target.AtMost(1));
        run.Report.Add("check / setfacl -R", Samples.Median(looked) / Samples.Median(written), "x", Target.AtMost(0.5));
    }
}
