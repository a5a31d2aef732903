// ReportSpoolTests lets no file of this process grow for a moment.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
