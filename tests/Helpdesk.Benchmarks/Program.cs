using Helpdesk.Benchmarks;

return args switch
{
    ["table", .. var rest] => await TableBench.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("helpdesk bench: say what to measure: table [--messages N].");
    return 1;
}
